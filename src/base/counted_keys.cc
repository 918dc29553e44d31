#include "base/counted_keys.h"

#include <functional>

namespace waycast {

CountedKeys::~CountedKeys() {
  for (Stripe& stripe : stripes_) {
    for (auto& [key, entry] : stripe.entries) {
      entry->stripe = nullptr;
      static_cast<void>(entry.release());  // its places own it now
    }
  }
}

std::optional<CountedKeys::Place> CountedKeys::enter(std::string_view key, std::size_t limit) {
  if (limit == 0) return Place();
  Stripe& stripe = stripes_[std::hash<std::string_view>{}(key) % kStripes];
  const std::lock_guard lock(stripe.mutex);
  auto found = stripe.entries.find(key);
  if (found == stripe.entries.end()) {
    auto entry = std::make_unique<Entry>(Entry{.key = std::string(key), .stripe = &stripe});
    const std::string_view own_key = entry->key;
    found = stripe.entries.emplace(own_key, std::move(entry)).first;
  }
  Entry& entry = *found->second;
  if (entry.count >= limit) return std::nullopt;
  ++entry.count;
  return Place(entry);
}

CountedKeys::Place& CountedKeys::Place::operator=(Place&& other) noexcept {
  leave();
  entry_ = std::exchange(other.entry_, nullptr);
  return *this;
}

void CountedKeys::Place::leave() {
  Entry* const entry = std::exchange(entry_, nullptr);
  if (entry == nullptr) return;
  if (entry->stripe == nullptr) {
    if (--entry->count == 0) delete entry;
    return;
  }
  Stripe& stripe = *entry->stripe;
  const std::lock_guard lock(stripe.mutex);
  if (--entry->count == 0) stripe.entries.erase(stripe.entries.find(entry->key));
}

std::size_t CountedKeys::keys() const {
  std::size_t keys = 0;
  for (Stripe& stripe : stripes_) {
    const std::lock_guard lock(stripe.mutex);
    keys += stripe.entries.size();
  }
  return keys;
}

}  // namespace waycast
