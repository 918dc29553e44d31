#include "gateway/dropped_subscriptions.h"

#include <algorithm>

namespace waycast::gateway {

void DroppedSubscriptions::add(const std::string& identity, std::string_view socket,
                               const std::vector<std::string>& followed, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  if (now >= next_cleaning_) {
    next_cleaning_ = now + keep_;
    std::erase_if(entries_,
                  [&](const auto& entry) { return now - entry.second.back().dropped_at > keep_; });
  }
  auto& kept = entries_[identity];
  for (const std::string& text : followed) kept.push_back({now, std::string(socket), text});
  if (kept.size() > kMostKept) {
    kept.erase(kept.begin(), kept.end() - static_cast<std::ptrdiff_t>(kMostKept));
  }
  if (kept.empty()) entries_.erase(identity);
}

void DroppedSubscriptions::forget(const std::string& identity, std::string_view socket) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(identity);
  if (found == entries_.end()) return;
  std::erase_if(found->second, [&](const Entry& entry) { return entry.socket == socket; });
  if (found->second.empty()) entries_.erase(found);
}

std::vector<std::string> DroppedSubscriptions::take(const std::string& identity, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> followed;
  const auto found = entries_.find(identity);
  if (found == entries_.end()) return followed;
  auto& kept = found->second;
  std::erase_if(kept, [&](const Entry& entry) { return now - entry.dropped_at > keep_; });
  for (const Entry& entry : kept) {
    if (std::ranges::find(followed, entry.followed) == followed.end()) {
      followed.push_back(entry.followed);
    }
  }
  if (!leave_to_others(kept)) entries_.erase(found);
  return followed;
}

// Nobody knows which of them returned: as if it had been the first, whose part another may have.
bool DroppedSubscriptions::leave_to_others(std::vector<Entry>& kept) {
  const auto is_another = [&](const Entry& entry) { return entry.socket != kept.front().socket; };
  const auto another = std::ranges::find_if(kept, is_another);
  if (another == kept.end()) return false;
  const std::string heir = another->socket, first = kept.front().socket;
  for (Entry& entry : kept) {
    if (entry.socket == first) entry.socket = heir;
  }
  return true;
}

std::size_t DroppedSubscriptions::identities() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace waycast::gateway
