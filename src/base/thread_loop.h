// A Loop on a thread of its own, without sockets: the dispatch strand runs on one.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/timer_queue.h"

namespace waycast {

class ThreadLoop final : public Loop {
 public:
  // `clock` outlives the loop. `name`: as in set_thread_role.
  explicit ThreadLoop(const Clock& clock, std::string name = "loop");
  ~ThreadLoop() override;  // stop()

  void post(Task task) override;
  TimerId after(Duration delay, Task task) override;
  void cancel(TimerId timer) override;
  const Clock& clock() const override { return clock_; }

  // Any thread but its own. Runs what is already posted, drops the timers, joins.
  void stop();

 private:
  void run(const std::string& name);
  void fire_due();
  std::vector<Task> wait_for_work();

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Task> posted_;
  bool stopping_ = false;
  TimerQueue timers_;  // own thread only
  std::thread thread_;
};

}  // namespace waycast
