#include "gateway/recent_suspensions.h"

namespace waycast::gateway {
namespace {

constexpr Duration kLongestConnect{120'000};

}  // namespace

void RecentSuspensions::add(const std::string& identity, SteadyTime now) {
  std::erase_if(suspended_at_,
                [now](const auto& entry) { return now - entry.second > kLongestConnect; });
  suspended_at_[identity] = now;
}

bool RecentSuspensions::happened_since(const std::string& identity, SteadyTime start) const {
  if (suspended_at_.empty()) return false;
  const auto found = suspended_at_.find(identity);
  return found != suspended_at_.end() && found->second >= start;
}

}  // namespace waycast::gateway
