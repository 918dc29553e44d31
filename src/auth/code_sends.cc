#include "auth/code_sends.h"

#include <algorithm>
#include <vector>

namespace waycast::auth {

Duration CodeSends::admit(const std::string& phone, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  if (sent_.size() >= limits_.max_keys && !sent_.contains(phone)) make_room(now);
  Sent& sent = sent_[phone];
  auto& recent = sent.recent;
  while (!recent.empty() && recent.front() + limits_.window <= now) recent.pop_front();
  if (recent.size() >= static_cast<std::size_t>(limits_.sends)) {
    return recent.front() + limits_.window - now;
  }
  const SteadyTime full_at = std::max(sent.reserve_full_at, now) + limits_.refill;
  const SteadyTime latest = now + limits_.refill * limits_.reserve;
  if (full_at > latest) return full_at - latest;
  sent.reserve_full_at = full_at;
  recent.push_back(now);
  return Duration{0};
}

// Forgets phones that are back at rest; if there are none, the tenth nearest to it.
void CodeSends::make_room(SteadyTime now) {
  if (std::erase_if(sent_, [&](const auto& entry) { return entry.second.reserve_full_at <= now; }) >
      0) {
    return;
  }
  std::vector<SteadyTime> rests;
  rests.reserve(sent_.size());
  for (const auto& [phone, sent] : sent_) rests.push_back(sent.reserve_full_at);
  const auto tenth = rests.begin() + static_cast<std::ptrdiff_t>(rests.size() / 10);
  std::ranges::nth_element(rests, tenth);
  std::erase_if(sent_, [&](const auto& entry) { return entry.second.reserve_full_at <= *tenth; });
}

}  // namespace waycast::auth
