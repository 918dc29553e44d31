#include "net/timer_wheel.h"

#include <algorithm>
#include <bit>

namespace waycast::net {

namespace {

void insert_before(TimerLink& place, TimerLink& link) {
  link.next = &place;
  link.previous = place.previous;
  place.previous->next = &link;
  place.previous = &link;
}

void remove(TimerLink& link) {
  link.previous->next = link.next;
  link.next->previous = link.previous;
  link.next = link.previous = &link;
}

bool is_alone(const TimerLink& link) { return link.next == &link; }

// Moves the whole list of `from` to `to`, which is alone.
void move_list(TimerLink& from, TimerLink& to) {
  if (is_alone(from)) return;
  insert_before(from, to);
  remove(from);
}

}  // namespace

WheelTimer::~WheelTimer() {
  if (wheel_ != nullptr) wheel_->disarm(*this);
}

TimerWheel::~TimerWheel() {
  for (Level& level : levels_) {
    for (TimerLink& slot : level.slots) {
      while (!is_alone(slot)) unlink(static_cast<WheelTimer&>(*slot.next));
    }
  }
}

void TimerWheel::arm(WheelTimer& timer, SteadyTime now, Duration delay) {
  disarm(timer);
  const auto due = now - start_ + std::clamp(delay, Duration{0}, kMaxDelay);
  const auto tick = static_cast<std::uint64_t>((due.count() + kTick.count() - 1) / kTick.count());
  timer.tick_ = std::max(tick, now_ + 1);
  timer.wheel_ = this;
  ++size_;
  link(timer);
}

void TimerWheel::disarm(WheelTimer& timer) {
  if (timer.wheel_ == this) unlink(timer);
}

void TimerWheel::advance(SteadyTime now) {
  const auto target = static_cast<std::uint64_t>((now - start_) / kTick);
  while (const auto first = first_occupied()) {
    const std::uint64_t tick = start_of(*first);
    if (tick > target) break;
    now_ = tick;
    open(*first);
  }
  now_ = std::max(now_, target);
}

std::optional<SteadyTime> TimerWheel::next_due() const {
  const auto first = first_occupied();
  if (!first) return std::nullopt;
  return start_ + kTick * static_cast<std::int64_t>(start_of(*first));
}

// A timer lies on the level of the highest bits in which its tick differs from now, so that every
// occupied slot is ahead, and those of a lower level come first.
TimerWheel::Position TimerWheel::position_of(std::uint64_t tick) const {
  const std::uint64_t difference = (tick ^ now_) | 1;
  const int level = (std::bit_width(difference) - 1) / kBits;
  return {level, (tick >> (level * kBits)) & (kSlots - 1)};
}

std::optional<TimerWheel::Position> TimerWheel::first_occupied() const {
  for (int level = 0; level < kLevels; ++level) {
    const std::uint64_t occupied = levels_[level].occupied;
    if (occupied != 0)
      return Position{level, static_cast<std::uint64_t>(std::countr_zero(occupied))};
  }
  return std::nullopt;
}

std::uint64_t TimerWheel::start_of(Position at) const {
  const int shift = at.level * kBits;
  const std::uint64_t above = now_ >> (shift + kBits) << (shift + kBits);
  return above | at.slot << shift;
}

void TimerWheel::link(WheelTimer& timer) {
  const Position at = position_of(timer.tick_);
  Level& level = levels_[at.level];
  insert_before(level.slots[at.slot], timer);
  level.occupied |= std::uint64_t{1} << at.slot;
}

void TimerWheel::unlink(WheelTimer& timer) {
  const Position at = position_of(timer.tick_);
  remove(timer);
  Level& level = levels_[at.level];
  if (is_alone(level.slots[at.slot])) level.occupied &= ~(std::uint64_t{1} << at.slot);
  timer.wheel_ = nullptr;
  --size_;
}

// Fires the slot's timers that are due now and sorts the others into lower levels.
void TimerWheel::open(Position at) {
  Level& level = levels_[at.level];
  TimerLink opened;
  move_list(level.slots[at.slot], opened);
  level.occupied &= ~(std::uint64_t{1} << at.slot);
  while (!is_alone(opened)) {
    auto& timer = static_cast<WheelTimer&>(*opened.next);
    if (timer.tick_ <= now_) {
      unlink(timer);
      timer.on_timer();
    } else {
      remove(timer);
      link(timer);
    }
  }
}

}  // namespace waycast::net
