// A Loop whose time is moved by a test: everything runs inside run() and advance(), in order.
#pragma once

#include <deque>
#include <map>
#include <utility>

#include "base/executor.h"

namespace waycast {

class ManualLoop final : public Loop {
 public:
  void post(Task task) override { ready_.push_back(std::move(task)); }

  TimerId after(Duration delay, Task task) override {
    const TimerId id = ++last_timer_;
    timers_.emplace(std::pair{clock_.steady() + delay, id}, std::move(task));
    return id;
  }

  void cancel(TimerId timer) override {
    std::erase_if(timers_, [timer](const auto& entry) { return entry.first.second == timer; });
  }

  const Clock& clock() const override { return clock_; }
  ManualClock& manual_clock() { return clock_; }

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
    while (!timers_.empty() && timers_.begin()->first.first <= end) {
      auto node = timers_.extract(timers_.begin());
      if (node.key().first > clock_.steady()) clock_.advance(node.key().first - clock_.steady());
      node.mapped()();
      run();
    }
    clock_.advance(end - clock_.steady());
  }

 private:
  ManualClock clock_;
  std::deque<Task> ready_;
  std::map<std::pair<SteadyTime, TimerId>, Task> timers_;
  TimerId last_timer_ = 0;
};

}  // namespace waycast
