// The gateway on one shard: makes its parts and gives the shard's sockets and events to them.
// Whoever needs a part has ShardParts; only who makes or owns shards needs this header.
#pragma once

#include "gateway/booking_channels.h"
#include "gateway/connector.h"
#include "gateway/context.h"
#include "gateway/counters.h"
#include "gateway/followers.h"
#include "gateway/location_fanout.h"
#include "gateway/owned_pilots.h"
#include "gateway/pilot_commands.h"
#include "gateway/shards.h"
#include "gateway/viewports.h"

namespace waycast::gateway {

// Constructed before its loop runs, then used on the loop's thread only.
class ShardGateway {
 public:
  // Registers its handlers with `server`. All outlive it.
  ShardGateway(Context& context, const Shards& shards, realtime::ShardServer& server);
  ShardGateway(const ShardGateway&) = delete;

  ShardParts& parts() { return parts_; }

 private:
  void handle_sockets();
  void handle_events();

  ShardParts parts_;  // refers to those below
  Counters counters_;
  OwnedPilots pilots_;
  BookingChannels channels_;
  LocationFanout fanout_;
  PilotCommands commands_;
  Followers followers_;
  Connector connector_;
  Viewports viewports_;
};

}  // namespace waycast::gateway
