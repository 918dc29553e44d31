// Ends connections when their token expires: one timer for all of a shard's sockets, 24 bytes each.
//
// A token's end is wall time, timers are not: after a step of the wall clock the rest of the time
// is another. So the clock is looked at again every few seconds.
#pragma once

#include <vector>

#include "base/executor.h"
#include "realtime/shard_server.h"

namespace waycast::gateway {

// On the shard's thread.
class ExpiryQueue {
 public:
  // `server` outlives the queue.
  explicit ExpiryQueue(realtime::ShardServer& server) : server_(server) {}

  // At `expires` the socket gets `error` ERR_1102 and its transport is closed.
  void add(realtime::SocketRef socket, TimePoint expires);

 private:
  struct Entry {
    TimePoint expires;
    realtime::SocketRef socket;
  };
  static bool is_later(const Entry& a, const Entry& b) { return a.expires > b.expires; }
  void forget_gone();
  void set_timer();
  void close_expired();

  realtime::ShardServer& server_;
  std::vector<Entry> heap_;  // the soonest first
  std::size_t clean_at_ = 1'024;
  TimerId timer_ = 0;
  SteadyTime timer_at_{};
};

}  // namespace waycast::gateway
