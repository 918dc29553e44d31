// What a shard's Socket.IO server counted. Written by its shard, read by anyone.
#pragma once

#include "base/counter.h"

namespace waycast::realtime {

struct Counters {
  Counter connected_sockets;  // now
  Counter connections;        // accepted, since start
  Counter refused;            // by a middleware or an unknown namespace
  Counter events_received;
  Counter packets_sent;  // fan-out and direct, by receiver
  Counter parse_errors;
  Counter slow_consumers;  // closed for too much queued
  Counter recovered;
  Counter evicted;  // still held a connection when their client came back by another
};

}  // namespace waycast::realtime
