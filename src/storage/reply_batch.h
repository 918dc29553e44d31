// Gathers answers, so that each executor gets one post for all of a commit's.
#pragma once

#include <utility>
#include <vector>

#include "base/executor.h"

namespace waycast {

class ReplyBatch {
 public:
  void add(Executor& reply_to, Task answer) {
    for (auto& [executor, answers] : groups_) {
      if (executor == &reply_to) return answers.push_back(std::move(answer));
    }
    groups_.emplace_back(&reply_to, std::vector<Task>{});
    groups_.back().second.push_back(std::move(answer));
  }

  void post() {
    for (auto& [executor, answers] : groups_) {
      executor->post([tasks = std::move(answers)]() mutable {
        for (Task& task : tasks) task();
      });
    }
    groups_.clear();
  }

 private:
  std::vector<std::pair<Executor*, std::vector<Task>>> groups_;  // a handful: shards and dispatch
};

}  // namespace waycast
