#include "gateway/booking_feed.h"

#include "gateway/rooms.h"
#include "protocol/socketio/encoder.h"
#include "realtime/broadcast.h"

namespace waycast::gateway {

FeedPosition FeedPosition::of(const LocationUpdate& update) {
  std::string args;
  append_location(args, update);
  return {.update = update,
          .packet = socketio::encode_event("/", "location:update", args),
          .room = booking_room(update.booking_id),
          .conflation_key = realtime::conflation_key("location:update", update.booking_id.str()),
          .sender = {}};
}

}  // namespace waycast::gateway
