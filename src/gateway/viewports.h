// What operators see of the fleet: for each `admin:viewport`, once a second, the pilots inside that
// moved and those that are gone (docs/protocol.md, "Events to the client"). However many pilots
// move, an admin gets at most one message a second; one who does not keep up gets fewer, never a
// longer queue.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "gateway/context.h"
#include "realtime/shard_server.h"

namespace waycast::gateway {

// On the shard's thread.
class Viewports {
 public:
  Viewports(Context& context, realtime::ShardServer& server);

  // nullopt ends it.
  void set(realtime::Socket& socket, const std::optional<GeoBox>& box);
  void remove(realtime::Socket& socket);

 private:
  struct Shown {
    TimePoint timestamp;
    bool on_booking = false;
    std::uint32_t round = 0;
  };
  struct Viewport {
    realtime::SocketRef socket;
    std::optional<GeoBox> box;                 // none: it was ended while a question was under way
    std::unordered_map<PilotId, Shown> shown;  // what the client has
    std::uint32_t round = 0;
    bool is_new = true;     // its first message is sent even if empty
    bool is_asked = false;  // dispatch has not answered yet
  };

  void ask(std::uint32_t slot);
  void answered(realtime::SocketRef socket, const GeoBox& box,
                const std::vector<FleetPosition>& fleet);
  void tick();
  Viewport* find(realtime::SocketRef socket);

  Context& context_;
  realtime::ShardServer& server_;
  std::unordered_map<std::uint32_t, Viewport> viewports_;  // by the socket's slot
  TimerId timer_ = 0;
};

}  // namespace waycast::gateway
