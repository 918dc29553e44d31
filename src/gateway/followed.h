// What a socket follows, as texts that outlive it: how its subscriptions come back after a lost
// connection or a restart (docs/protocol.md, "Connecting"). A booking is its id, the rooms of
// admins are their own names.
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"
#include "base/principal.h"
#include "realtime/socket.h"

namespace waycast::gateway {

struct Followed {
  std::vector<BookingId> bookings;  // those watched too
  std::vector<BookingId> watched;   // with `booking:location`
  bool has_dashboard = false;

  void forget(const BookingId& id);

  // Of the texts, only what the role may follow: a booking is still to be authorised.
  static Followed of(const std::vector<std::string>& texts, Role role);
};

std::vector<std::string> followed_by(const realtime::Socket& socket);

}  // namespace waycast::gateway
