#include "tracking/live/device_clock.h"

#include <algorithm>

namespace waycast {
namespace {

// A smaller difference between arrival and sending is the way, not the clock.
constexpr Duration kOnTheWay{1'000};
// A burst of positions that were held up together has the same delay, too.
constexpr Duration kLeastRun{1'500};

}  // namespace

DeviceClock::Dating DeviceClock::date(const Location& location, TimePoint now,
                                      const LiveSettings& settings) {
  if (location.sent_at) {
    const Duration error = exact(*location.sent_at, now, settings);
    return {.at = std::min(location.recorded_at.value_or(*location.sent_at) + error, now),
            .is_told = location.recorded_at.has_value()};
  }
  if (!location.recorded_at) return {.at = now};
  const Duration delay = now - *location.recorded_at;
  observe(delay, now, settings);
  const bool is_the_clocks = std::chrono::abs(delay - correction_) <= settings.clock_error_min;
  if (is_corrected() && is_the_clocks) {
    return {.at = std::min(*location.recorded_at + correction_, now)};
  }
  return {.at = std::min(*location.recorded_at, now),
          .is_dubious = delay > settings.clock_error_min};
}

Duration DeviceClock::correction_of_batch(std::optional<TimePoint> sent_at, TimePoint now,
                                          const LiveSettings& settings) {
  return sent_at ? exact(*sent_at, now, settings) : correction_;
}

// A message may be long on its way, so a larger difference is believed when it stays, or when no
// network keeps a message for so long.
Duration DeviceClock::exact(TimePoint sent_at, TimePoint now, const LiveSettings& settings) {
  const Duration error = now - sent_at;
  const Duration more = exact_ ? error - *exact_ : Duration{};
  far_ = more > settings.clock_error_min ? far_ + 1 : 0;
  if (more <= Duration{} || more > settings.max_position_age || far_ >= settings.clock_points) {
    exact_ = error;
    far_ = 0;
  }
  correction_ = std::chrono::abs(*exact_) < kOnTheWay ? Duration{} : *exact_;
  return correction_;
}

void DeviceClock::observe(Duration delay, TimePoint now, const LiveSettings& settings) {
  const Duration least = run_ > 0 ? std::min(run_least_, delay) : delay;
  const Duration most = run_ > 0 ? std::max(run_most_, delay) : delay;
  const bool is_same = most - least <= settings.clock_error_min;
  run_least_ = is_same ? least : delay;
  run_most_ = is_same ? most : delay;
  if (!is_same || run_ == 0) run_began_ = now;
  run_ = is_same ? run_ + 1 : 1;
  if (run_ < settings.clock_points || now - run_began_ < kLeastRun) return;
  exact_.reset();
  const Duration error = std::chrono::abs(run_least_);
  const bool is_wrong = error > settings.clock_error_min && error <= settings.clock_error_max;
  correction_ = is_wrong ? run_least_ : Duration{};
}

}  // namespace waycast
