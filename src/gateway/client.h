// Who a socket is. Thousands of idle ones exist: nothing is kept that the role and the id can tell.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/principal.h"
#include "gateway/followed.h"
#include "realtime/socket.h"
#include "tracking/entities.h"
#include "tracking/ports/dispatch.h"

namespace waycast::gateway {

// What is only needed until the CONNECT reply has left.
struct Arrival {
  std::optional<TimePoint> token_expires;
  std::vector<Notification> unread;
  Followed restored;
  std::vector<std::string> taken_from;  // sockets whose subscriptions it took over
  Dispatch::PilotOffers offers;         // of a pilot
};

struct Client final : realtime::SocketData {
  explicit Client(Principal&& who) : role(who.role), id(std::move(who.id)) {}

  Role role;
  bool watches_locations = false;  // admin:booking:subscribe was used: a room to be left
  bool has_saved = false;          // the store knows what it follows
  std::string id;
  std::unique_ptr<Arrival> arrival;
  SteadyTime taken_over_at{};       // what it follows is a newer socket's, unless it is heard again
  std::shared_ptr<void> under_way;  // shared with the answers that its events still owe

  std::size_t events_under_way() const {
    return static_cast<std::size_t>(std::max(under_way.use_count() - 1, 0L));
  }
  Principal principal() const { return {.role = role, .id = id, .name = {}, .expires_at = {}}; }
  PilotId pilot_id() const { return PilotId(id); }
};

inline Client& client_of(const realtime::Socket& socket) { return *socket.data<Client>(); }

}  // namespace waycast::gateway
