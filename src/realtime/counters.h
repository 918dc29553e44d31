// What a shard's Socket.IO server counted. Written by its shard, read by anyone.
#pragma once

#include <atomic>
#include <cstdint>

namespace waycast::realtime {

// One writer: no read-modify-write is needed.
class Counter {
 public:
  void add(std::int64_t n = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

struct Counters {
  Counter connected_sockets;  // now
  Counter connections;        // accepted, since start
  Counter refused;            // by a middleware or an unknown namespace
  Counter events_received;
  Counter packets_sent;  // fan-out and direct, by receiver
  Counter parse_errors;
  Counter slow_consumers;  // closed for too much queued
  Counter recovered;
};

}  // namespace waycast::realtime
