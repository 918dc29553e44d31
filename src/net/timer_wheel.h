// Thousands of coarse timers (heartbeats, grace periods, request time-outs) for the price of a few
// list links.
//
// A hierarchical wheel: six levels of 64 slots, a tick of 8 ms. Arming and disarming cost O(1) and
// allocate nothing: the timer is a member of whoever it belongs to. A timer fires at its delay or
// up to one tick later, never sooner. Time is an argument; the owner asks next_due() and calls
// advance(). Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace waycast::net {

class TimerWheel;

// A place in a circular list; alone, it points at itself.
struct TimerLink {
  TimerLink* next = this;
  TimerLink* previous = this;
};

// Derive, or hold a derived member. Destroying an armed timer disarms it. Not copied, not moved.
class WheelTimer : private TimerLink {
 public:
  WheelTimer() = default;
  WheelTimer(const WheelTimer&) = delete;
  WheelTimer& operator=(const WheelTimer&) = delete;
  virtual ~WheelTimer();

  bool is_armed() const { return wheel_ != nullptr; }

 protected:
  // Already disarmed: it may arm itself again, and may destroy itself.
  virtual void on_timer() = 0;

 private:
  friend class TimerWheel;
  TimerWheel* wheel_ = nullptr;
  std::uint64_t tick_ = 0;
};

class TimerWheel {
 public:
  static constexpr Duration kTick{8};
  static constexpr Duration kMaxDelay = std::chrono::hours{24 * 365};  // longer ones are cut

  explicit TimerWheel(SteadyTime start) : start_(start) {}
  ~TimerWheel();  // disarms every timer, fires none

  // Fires `timer` at `now + delay`; armed already: moves it. `timer` belongs to no other wheel.
  void arm(WheelTimer& timer, SteadyTime now, Duration delay);
  void disarm(WheelTimer& timer);  // not armed: nothing happens

  // Fires what is due, in order of ticks. Timers may arm, disarm and destroy each other meanwhile.
  void advance(SteadyTime now);
  // When advance() should be called next (it may then only sort timers); nullopt: nothing armed.
  std::optional<SteadyTime> next_due() const;
  std::size_t size() const { return size_; }

 private:
  static constexpr int kLevels = 6;
  static constexpr int kBits = 6;
  static constexpr std::uint64_t kSlots = 1 << kBits;
  struct Level {
    std::uint64_t occupied = 0;  // one bit a slot
    std::array<TimerLink, kSlots> slots{};
  };
  struct Position {
    int level;
    std::uint64_t slot;
  };

  Position position_of(std::uint64_t tick) const;
  std::optional<Position> first_occupied() const;
  std::uint64_t start_of(Position at) const;
  void link(WheelTimer& timer);
  void unlink(WheelTimer& timer);
  void open(Position at);

  SteadyTime start_;
  std::uint64_t now_ = 0;  // ticks since start_ that are done
  std::size_t size_ = 0;
  std::array<Level, kLevels> levels_{};
};

}  // namespace waycast::net
