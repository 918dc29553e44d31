#include "tracking/live/subscription_limiter.h"

namespace waycast {
namespace {

constexpr Duration kWindow{60'000};

}  // namespace

bool SubscriptionLimiter::allow(std::string_view identity, SteadyTime now) {
  forget_old(now);
  auto found = attempts_.find(identity);
  if (found == attempts_.end()) found = attempts_.try_emplace(std::string(identity)).first;
  auto& times = found->second;
  std::erase_if(times, [now](SteadyTime at) { return now - at >= kWindow; });
  if (times.size() >= per_minute_) return false;
  times.push_back(now);
  return true;
}

void SubscriptionLimiter::forget_old(SteadyTime now) {
  if (now < next_cleaning_) return;
  next_cleaning_ = now + kWindow;
  std::erase_if(attempts_, [now](const auto& entry) {
    return entry.second.empty() || now - entry.second.back() >= kWindow;
  });
}

}  // namespace waycast
