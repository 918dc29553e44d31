// One thread of the server and everything that lives on it: a loop, a timer wheel, the connections
// that it accepted or took over.
//
// A shard's objects are used on its thread only; other threads post(). Before Server::start() and
// after Server::stop() the thread that wires the server stands in for every shard's.
#pragma once

#include <cstddef>

#include "base/executor.h"
#include "net/counters.h"
#include "net/timer_wheel.h"

namespace waycast::net {

// Posting from other threads is batched: one wake-up for all that is posted until the shard looks.
// Timers have the wheel's resolution, TimerWheel::kTick.
class Shard : public Loop {
 public:
  virtual std::size_t index() const = 0;             // any thread; 0 .. count() - 1
  virtual std::size_t count() const = 0;             // any thread
  virtual Shard& peer(std::size_t index) const = 0;  // any thread; index < count()

  // An allocation-free `after` for objects that own their timer (see TimerWheel::arm).
  virtual void arm(WheelTimer& timer, Duration delay) = 0;
  virtual void disarm(WheelTimer& timer) = 0;

  // `task` runs on this shard when the server stops, after the application's flush and before
  // connections are closed: endpoints end their sessions in it. Several run in order of
  // registration.
  virtual void on_stopping(Task task) = 0;

  virtual const Counters& counters() const = 0;  // any thread
};

}  // namespace waycast::net
