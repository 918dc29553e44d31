#include "api/rate_limiter.h"

#include <algorithm>

namespace waycast::api {
namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;

}  // namespace

RateLimiter::RateLimiter(RateLimit limit, std::size_t max_keys)
    : unlimited_(limit.per_minute <= 0),
      interval_(unlimited_ ? 0 : kMinuteUs / limit.per_minute),
      tolerance_(interval_ * std::max(0, limit.burst - 1)),
      max_keys_(max_keys) {}

Duration RateLimiter::admit(std::string_view key, SteadyTime now) {
  if (unlimited_) return Duration{0};
  const std::lock_guard lock(mutex_);
  std::string name(key);
  if (keys_.size() >= max_keys_ && !keys_.contains(name)) make_room(now);
  Arrival& next = keys_[std::move(name)];
  const Arrival expected = std::max(next, Arrival(now));
  const auto ahead = expected - Arrival(now);
  if (ahead > tolerance_) return std::chrono::ceil<Duration>(ahead - tolerance_);
  next = expected + interval_;
  return Duration{0};
}

// Keys that are back at rest are like new ones; if all are busy, those furthest from their limit
// go.
void RateLimiter::make_room(SteadyTime now) {
  const auto at_rest = [&](Arrival until) {
    return std::erase_if(keys_, [until](const auto& entry) { return entry.second <= until; });
  };
  for (auto slack = std::chrono::microseconds{0}; keys_.size() >= max_keys_;
       slack = slack * 2 + interval_) {
    at_rest(Arrival(now) + slack);
  }
}

}  // namespace waycast::api
