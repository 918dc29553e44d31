// A Loop that runs one task at a time, so that a test can put anything between any two of them.
// Timers that are due are posted, late as in a busy process.
#pragma once

#include <deque>
#include <map>
#include <utility>

#include "base/executor.h"

namespace waycast::testing {

class StepLoop final : public Loop {
 public:
  void post(Task task) override {
    if (!is_killed_) ready_.push_back(std::move(task));
  }
  TimerId after(Duration delay, Task task) override {
    timers_.emplace(std::pair{clock_.steady() + delay, ++last_timer_}, std::move(task));
    return last_timer_;
  }
  void cancel(TimerId timer) override {
    std::erase_if(timers_, [timer](const auto& entry) { return entry.first.second == timer; });
  }
  const Clock& clock() const override { return clock_; }

  bool run_one() {
    if (ready_.empty()) return false;
    Task task = std::move(ready_.front());
    ready_.pop_front();
    task();
    return true;
  }
  void run() {
    while (run_one()) {
    }
  }
  // Only posts what is due; run() or run_one() runs it.
  void advance(Duration by) {
    clock_.advance(by);
    while (!timers_.empty() && timers_.begin()->first.first <= clock_.steady()) {
      post(std::move(timers_.extract(timers_.begin()).mapped()));
    }
  }
  // The process is killed: whatever was under way is forgotten.
  void kill() {
    is_killed_ = true;
    std::exchange(ready_, {}).clear();
    std::exchange(timers_, {}).clear();
    is_killed_ = false;
  }

 private:
  ManualClock clock_;
  std::deque<Task> ready_;
  std::map<std::pair<SteadyTime, TimerId>, Task> timers_;
  TimerId last_timer_ = 0;
  bool is_killed_ = false;
};

}  // namespace waycast::testing
