#include "api/rate_limiter.h"

#include <algorithm>
#include <vector>

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

// Keys that are back at rest are like new ones; if most are busy, the tenth furthest from its limit
// goes: room for many keys at once, so that a flood of new ones does not look through all for each.
void RateLimiter::make_room(SteadyTime now) {
  std::erase_if(keys_, [now](const auto& entry) { return entry.second <= Arrival(now); });
  if (keys_.size() <= max_keys_ - max_keys_ / 10) return;
  std::vector<Arrival> arrivals;
  arrivals.reserve(keys_.size());
  for (const auto& [key, arrival] : keys_) arrivals.push_back(arrival);
  const auto tenth = arrivals.begin() + static_cast<std::ptrdiff_t>(arrivals.size() / 10);
  std::nth_element(arrivals.begin(), tenth, arrivals.end());
  std::erase_if(keys_, [until = *tenth](const auto& entry) { return entry.second <= until; });
}

}  // namespace waycast::api
