// The acknowledgements that one socket's client still owes. Made at the first, so that most sockets
// have none.
#pragma once

#include <cstdint>
#include <unordered_map>

#include "base/executor.h"
#include "realtime/ack.h"

namespace waycast::realtime {

// On the socket's shard only.
class PendingReplies {
 public:
  explicit PendingReplies(Loop& loop) : loop_(loop) {}
  ~PendingReplies();  // cancels the timers, calls nobody

  // The id to send with the event.
  std::uint64_t add(Duration timeout, ReplyHandler on_reply);
  void answer(std::uint64_t id, const Reply& reply);  // unknown or late: nothing happens
  void fail_all(Reply::Outcome outcome);

 private:
  struct Pending {
    ReplyHandler on_reply;
    TimerId timer;
  };

  Loop& loop_;
  std::uint64_t next_id_ = 0;
  std::unordered_map<std::uint64_t, Pending> pending_;
};

}  // namespace waycast::realtime
