// Time as an argument: whoever needs the time takes a Clock, and tests move a ManualClock.
#pragma once

#include <chrono>

namespace waycast {

using Duration = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC, as stored and sent
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::milliseconds>;

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint now() const = 0;  // wall clock: timestamps, expiries that outlive the process
  virtual SteadyTime steady() const = 0;  // never steps: throttles, timers, latencies
};

class SystemClock final : public Clock {
 public:
  TimePoint now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
  SteadyTime steady() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::steady_clock::now());
  }
};

// A clock that a test moves. Not thread-safe.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimePoint start = TimePoint{Duration{1'767'225'600'000}}) : now_(start) {}
  TimePoint now() const override { return now_; }
  SteadyTime steady() const override { return steady_; }
  void advance(Duration by) {
    now_ += by;
    steady_ += by;
  }
  void set_wall(TimePoint to) { now_ = to; }  // a clock step: steady() is unmoved

 private:
  TimePoint now_;
  SteadyTime steady_{Duration{1'000'000}};
};

}  // namespace waycast
