#include "gateway/location_fanout.h"

#include "gateway/event_json.h"
#include "gateway/rooms.h"
#include "protocol/socketio/encoder.h"

namespace waycast::gateway {

LocationFanout::LocationFanout(Context& context, realtime::ShardServer& server,
                               BookingChannels& channels)
    : context_(context),
      server_(server),
      sockets_(server.of("/")),
      channels_(channels),
      shard_(server.shard()) {}

void LocationFanout::publish(const OwnedPilot& pilot, const LocationUpdate& update,
                             realtime::SocketRef sender) {
  args_.clear();
  append_location(args_, update);
  const auto packet = socketio::encode_event("/", "location:update", args_);
  const engineio::Delivery delivery{.is_volatile = false, .conflation_key = pilot.conflation_key};
  sockets_.deliver_local(pilot.room, packet, server_.find(sender), delivery);
  deliver_to_watchers(update);
  if (!context_.feed->has_others()) return;
  context_.feed->publish({.update = update,
                          .packet = packet,
                          .room = pilot.room.name(),
                          .conflation_key = pilot.conflation_key,
                          .sender = sender},
                         shard_);
}

// Updates may cross while the pilot moves between shards: an older one is dropped.
void LocationFanout::deliver(const FeedPosition& position) {
  if (!channels_.note(position.update)) return;
  sockets_.deliver_local(position.room, position.packet, server_.find(position.sender),
                         {.is_volatile = false, .conflation_key = position.conflation_key});
  deliver_to_watchers(position.update);
}

void LocationFanout::deliver_to_watchers(const LocationUpdate& update) {
  if (watchers_ == 0) return;
  const auto packet =
      socketio::encode_event("/", "booking:location", booking_location_json(update));
  const auto key = realtime::conflation_key("booking:location", update.booking_id.str());
  sockets_.deliver_local(watchers_room(update.booking_id), packet, nullptr,
                         {.is_volatile = false, .conflation_key = key});
}

}  // namespace waycast::gateway
