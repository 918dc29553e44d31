// Where work runs. A Loop is one thread (a shard, the dispatch strand) seen from the modules that
// know no sockets.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/function.h"

namespace waycast {

// Runs posted tasks one after another, in the order of their posting: also of two threads, if the
// one knows of the other's post.
class Executor {
 public:
  virtual ~Executor() = default;
  // Any thread. Never runs the task inside the call. A task posted after the loop stopped is
  // dropped.
  virtual void post(Task task) = 0;
};

using TimerId = std::uint64_t;  // 0 names no timer

// An executor with timers. `after` and `cancel` only on the loop's own thread.
class Loop : public Executor {
 public:
  virtual TimerId after(Duration delay, Task task) = 0;
  virtual void cancel(TimerId timer) = 0;  // unknown or fired: nothing happens
  virtual const Clock& clock() const = 0;
};

}  // namespace waycast
