// The timers of one loop, ordered by their time and found by their id: setting and cancelling one
// of n costs the logarithm of n. Not thread-safe.
#pragma once

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/executor.h"

namespace waycast {

class TimerQueue {
 public:
  TimerId add(SteadyTime due, Task task) {
    const TimerId id = ++last_;
    tasks_.emplace(std::pair{due, id}, std::move(task));
    due_.emplace(id, due);
    return id;
  }

  // Unknown or fired: nothing happens.
  void cancel(TimerId id) {
    const auto known = due_.find(id);
    if (known == due_.end()) return;
    tasks_.erase({known->second, id});
    due_.erase(known);
  }

  std::size_t size() const { return tasks_.size(); }

  std::optional<SteadyTime> next_due() const {
    if (tasks_.empty()) return std::nullopt;
    return tasks_.begin()->first.first;
  }

  // The earliest that is due, in the order of their setting where two are due at once.
  std::optional<Task> take_due(SteadyTime now) {
    if (tasks_.empty() || tasks_.begin()->first.first > now) return std::nullopt;
    auto node = tasks_.extract(tasks_.begin());
    due_.erase(node.key().second);
    return std::move(node.mapped());
  }

 private:
  std::map<std::pair<SteadyTime, TimerId>, Task> tasks_;
  std::unordered_map<TimerId, SteadyTime> due_;
  TimerId last_ = 0;
};

}  // namespace waycast
