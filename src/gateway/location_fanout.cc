#include "gateway/location_fanout.h"

#include <memory>

#include "gateway/event_json.h"
#include "gateway/rooms.h"
#include "protocol/socketio/encoder.h"

namespace waycast::gateway {

struct LocationFanout::Message {
  LocationUpdate update;
  std::string room;
  engineio::PacketRef packet;
  std::uint64_t conflation_key;
  realtime::SocketRef sender;
};

LocationFanout::LocationFanout(Context& context, const Shards& shards,
                               realtime::ShardServer& server, BookingChannels& channels)
    : context_(context),
      shards_(shards),
      server_(server),
      sockets_(server.of("/")),
      channels_(channels),
      shard_(server.shard()) {}

void LocationFanout::publish(const OwnedPilot& pilot, const LocationUpdate& update,
                             realtime::SocketRef sender) {
  args_.clear();
  append_location(args_, update);
  auto packet = socketio::encode_event("/", "location:update", args_);
  const engineio::Delivery delivery{.is_volatile = false, .conflation_key = pilot.conflation_key};
  sockets_.deliver_local(pilot.room, packet, server_.find(sender), delivery);
  deliver_to_watchers(update);
  if (shards_.size() == 1) return;
  const auto others = without(context_.interested_in(update.booking_id), shard_);
  if (others == 0) return;
  const auto message = std::make_shared<const Message>(Message{
      update, std::string(pilot.room.name()), std::move(packet), pilot.conflation_key, sender});
  shards_.post_to(others, [message](ShardParts& there) { there.fanout.deliver(*message); });
}

// On a shard that follows a pilot of another one. Updates may cross while the pilot moves between
// shards: an older one is dropped.
void LocationFanout::deliver(const Message& message) {
  if (!channels_.note(message.update)) return;
  sockets_.deliver_local(message.room, message.packet, server_.find(message.sender),
                         {.is_volatile = false, .conflation_key = message.conflation_key});
  deliver_to_watchers(message.update);
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
