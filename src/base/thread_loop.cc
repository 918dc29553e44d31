#include "base/thread_loop.h"

#include <algorithm>
#include <utility>

#include "base/thread_role.h"

namespace waycast {
namespace {

// Then what was posted has its turn: thousands of timers that are due at one moment keep nobody
// waiting for all of them.
constexpr int kTimersAtOnce = 32;

}  // namespace

ThreadLoop::ThreadLoop(const Clock& clock, std::string name)
    : clock_(clock), thread_([this, name = std::move(name)] { run(name); }) {}

ThreadLoop::~ThreadLoop() { stop(); }

void ThreadLoop::post(Task task) {
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    was_empty = posted_.empty();
    posted_.push_back(std::move(task));
  }
  if (was_empty) wake_.notify_one();
}

TimerId ThreadLoop::after(Duration delay, Task task) {
  return timers_.add(clock_.steady() + delay, std::move(task));
}

void ThreadLoop::cancel(TimerId timer) { timers_.cancel(timer); }

void ThreadLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

std::vector<Task> ThreadLoop::wait_for_work() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stopping_ || !posted_.empty(); };
  if (const auto due = timers_.next_due()) {
    wake_.wait_for(lock, std::max(*due - clock_.steady(), Duration{0}), ready);
  } else {
    wake_.wait(lock, ready);
  }
  return std::exchange(posted_, {});
}

void ThreadLoop::fire_due() {
  for (int fired = 0; fired < kTimersAtOnce; ++fired) {
    auto task = timers_.take_due(clock_.steady());
    if (!task) return;
    (*task)();
  }
}

void ThreadLoop::run(const std::string& name) {
  set_thread_role(name.c_str(), ThreadRole::kBackground);
  for (;;) {
    std::vector<Task> tasks = wait_for_work();
    for (Task& task : tasks) task();
    fire_due();
    const std::lock_guard lock(mutex_);
    if (stopping_ && posted_.empty()) return;
  }
}

}  // namespace waycast
