// What the operating system tells a server: to stop, and to read its configuration again.
//
//   Signals signals;                       // before any thread starts, and before anything can
//   wait signals.listen();                      // when lines can be logged
//   ... start up; waits ask signals.stop_within(...)
//   signals.started();
//   while (signals.next() == Signals::Event::kReload) reload();
//
// SIGTERM, SIGINT and SIGQUIT stop, SIGHUP reloads, SIGUSR1, SIGUSR2 and SIGPIPE are ignored. A
// second signal to stop ends the process at once. A start-up that does not give way to the first
// one, deep in one call, is ended after a few seconds: the database survives that as it does a
// kill -9.
#pragma once

#include <signal.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "base/clock.h"

namespace waycast::app {

class Signals {
 public:
  enum class Event : std::uint8_t { kStop, kReload };

  // Holds signals back, here and in every thread started from here. `gives_way`: how long a
  // start-up may take to end by itself.
  explicit Signals(Duration gives_way = std::chrono::seconds{5});
  ~Signals();  // ends listening, and lets them through again
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  void listen();  // once
  void started() { is_starting_ = false; }

  // Any thread. Which signal asked to stop; 0: none yet.
  int stop_signal() const { return stop_signal_; }
  // Any thread. Waits up to `limit`; true as soon as a signal has asked to stop.
  bool stop_within(Duration limit);
  Event next();  // blocks; after the first kStop there is nothing else

 private:
  void run();
  int take();
  void note(int signal);

  const Duration gives_way_;
  sigset_t before_{};  // the mask of the thread that made this
  std::mutex mutex_;
  std::condition_variable changed_;
  bool reload_ = false;  // under mutex_
  std::atomic<int> stop_signal_ = 0;
  std::atomic<bool> is_starting_ = true;
  std::atomic<bool> is_ended_ = false;
  std::thread thread_;
};

}  // namespace waycast::app
