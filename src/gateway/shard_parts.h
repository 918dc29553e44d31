// The gateway's parts on one shard, for whoever is to do something there: a handler of events, a
// command that has found its pilot, a task of another shard.
#pragma once

#include <cstdint>

#include "gateway/context.h"
#include "realtime/shard_server.h"

namespace waycast::gateway {

class BookingChannels;
class Connector;
class Followers;
class LocationFanout;
class OwnedPilots;
class PilotCommands;
class Shards;
class Viewports;
struct Counters;

// Everything is used on the shard's thread only, and outlives the tasks of its loop. A file
// includes the headers of the parts that it uses.
struct ShardParts {
  Context& context;
  const Shards& shards;
  realtime::ShardServer& server;
  Counters& counters;
  OwnedPilots& pilots;
  PilotCommands& commands;
  BookingChannels& channels;
  LocationFanout& fanout;
  Followers& followers;
  Connector& connector;
  Viewports& viewports;

  Loop& loop() const { return server.loop(); }
  std::uint16_t shard() const { return server.shard(); }
};

}  // namespace waycast::gateway
