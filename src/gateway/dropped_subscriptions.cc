#include "gateway/dropped_subscriptions.h"

#include <algorithm>

namespace waycast::gateway {

void DroppedSubscriptions::add(const std::string& identity, std::string_view socket,
                               const std::vector<BookingId>& bookings, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  if (now >= next_cleaning_) {
    next_cleaning_ = now + keep_;
    std::erase_if(entries_,
                  [&](const auto& entry) { return now - entry.second.back().dropped_at > keep_; });
  }
  auto& kept = entries_[identity];
  for (const BookingId& booking : bookings) kept.push_back({now, std::string(socket), booking});
  if (kept.empty()) entries_.erase(identity);
}

void DroppedSubscriptions::forget(const std::string& identity, std::string_view socket) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(identity);
  if (found == entries_.end()) return;
  std::erase_if(found->second, [&](const Entry& entry) { return entry.socket == socket; });
  if (found->second.empty()) entries_.erase(found);
}

std::vector<BookingId> DroppedSubscriptions::take(const std::string& identity, SteadyTime now) {
  const std::lock_guard lock(mutex_);
  std::vector<BookingId> bookings;
  const auto found = entries_.find(identity);
  if (found == entries_.end()) return bookings;
  for (Entry& entry : found->second) {
    if (now - entry.dropped_at > keep_) continue;
    if (std::ranges::find(bookings, entry.booking) == bookings.end()) {
      bookings.push_back(std::move(entry.booking));
    }
  }
  entries_.erase(found);
  return bookings;
}

std::size_t DroppedSubscriptions::identities() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace waycast::gateway
