// A Loop whose time is moved by a test: everything runs inside run() and advance(), in order.
#pragma once

#include <deque>
#include <utility>

#include "base/timer_queue.h"

namespace waycast {

class ManualLoop final : public Loop {
 public:
  void post(Task task) override { ready_.push_back(std::move(task)); }

  TimerId after(Duration delay, Task task) override {
    return timers_.add(clock_.steady() + delay, std::move(task));
  }

  void cancel(TimerId timer) override { timers_.cancel(timer); }

  const Clock& clock() const override { return clock_; }
  ManualClock& manual_clock() { return clock_; }

  std::size_t waiting() const { return ready_.size(); }  // tasks that are posted

  // Runs what is posted, and what that posts, until nothing is left.
  void run() {
    while (!ready_.empty()) {
      Task task = std::move(ready_.front());
      ready_.pop_front();
      task();
    }
  }

  // Moves time forward, firing each timer at its own moment.
  void advance(Duration by) {
    const SteadyTime end = clock_.steady() + by;
    run();
    for (auto due = timers_.next_due(); due && *due <= end; due = timers_.next_due()) {
      if (*due > clock_.steady()) clock_.advance(*due - clock_.steady());
      (*timers_.take_due(clock_.steady()))();
      run();
    }
    clock_.advance(end - clock_.steady());
  }

 private:
  ManualClock clock_;
  std::deque<Task> ready_;
  TimerQueue timers_;
};

}  // namespace waycast
