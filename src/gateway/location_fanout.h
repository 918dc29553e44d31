// One position to all who follow its booking: encoded once, a pointer for each socket of this
// shard; the feed takes it to followers elsewhere (ARCHITECTURE.md, "The life of a location").
#pragma once

#include <string>

#include "gateway/booking_channels.h"
#include "gateway/booking_feed.h"
#include "gateway/context.h"
#include "gateway/owned_pilots.h"
#include "realtime/shard_server.h"

namespace waycast::gateway {

// On the shard's thread.
class LocationFanout {
 public:
  LocationFanout(Context& context, realtime::ShardServer& server, BookingChannels& channels);

  // `update` is of the pilot's active booking; the socket that sent it, if any, does not get it.
  void publish(const OwnedPilot& pilot, const LocationUpdate& update, realtime::SocketRef sender);
  // One that an owner elsewhere published.
  void deliver(const FeedPosition& position);

  // Sockets of this shard that also get `booking:location`.
  void watcher_joined() { ++watchers_; }
  void watcher_left() { --watchers_; }

 private:
  void deliver_to_watchers(const LocationUpdate& update);

  Context& context_;
  realtime::ShardServer& server_;
  realtime::Namespace& sockets_;
  BookingChannels& channels_;
  const std::uint16_t shard_;
  std::string args_;  // reused
  std::size_t watchers_ = 0;
};

}  // namespace waycast::gateway
