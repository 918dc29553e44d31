#include "base/counted_keys.h"

#include <functional>
#include <utility>

namespace waycast {

namespace {

constexpr std::size_t kFewestSlots = 16;

}  // namespace

CountedKeys::Key CountedKeys::key_of(std::string_view text) {
  const Key hash = std::hash<std::string_view>{}(text);
  return hash == kNone ? 1 : hash;
}

bool CountedKeys::enter(Key key, std::size_t limit) {
  Stripe& stripe = stripes_[key % kStripes];
  const std::lock_guard lock(stripe.mutex);
  if ((stripe.used + 1) * 8 > stripe.keys.size() * 7) {
    stripe.resize(stripe.keys.empty() ? kFewestSlots : 2 * stripe.keys.size());
  }
  const std::size_t slot = stripe.find(key);
  if (stripe.counts[slot] >= limit) return false;
  if (stripe.counts[slot]++ == 0) {
    stripe.keys[slot] = key;
    ++stripe.used;
  }
  return true;
}

void CountedKeys::leave(Key key) {
  if (key == kNone) return;
  Stripe& stripe = stripes_[key % kStripes];
  const std::lock_guard lock(stripe.mutex);
  if (stripe.keys.empty()) return;
  const std::size_t slot = stripe.find(key);
  if (stripe.counts[slot] == 0 || --stripe.counts[slot] > 0) return;
  stripe.erase(slot);
  if (stripe.keys.size() > kFewestSlots && stripe.used * 8 < stripe.keys.size()) {
    stripe.resize(stripe.keys.size() / 4);
  }
}

std::size_t CountedKeys::keys() const {
  std::size_t keys = 0;
  for (const Stripe& stripe : stripes_) {
    const std::lock_guard lock(stripe.mutex);
    keys += stripe.used;
  }
  return keys;
}

std::size_t CountedKeys::Stripe::find(Key key) const {
  std::size_t slot = home_of(key);
  while (counts[slot] > 0 && keys[slot] != key) slot = (slot + 1) & (keys.size() - 1);
  return slot;
}

void CountedKeys::Stripe::resize(std::size_t slots) {
  const auto old_keys = std::exchange(keys, std::vector<Key>(slots));
  const auto old_counts = std::exchange(counts, std::vector<std::uint32_t>(slots));
  for (std::size_t i = 0; i < old_keys.size(); ++i) {
    if (old_counts[i] == 0) continue;
    const std::size_t slot = find(old_keys[i]);
    keys[slot] = old_keys[i];
    counts[slot] = old_counts[i];
  }
}

// Those behind it move up, as far as each may without coming before its home.
void CountedKeys::Stripe::erase(std::size_t slot) {
  const std::size_t mask = keys.size() - 1;
  --used;
  for (std::size_t next = (slot + 1) & mask; counts[next] > 0; next = (next + 1) & mask) {
    const std::size_t from_home = (next - home_of(keys[next])) & mask;
    if (from_home < ((next - slot) & mask)) continue;
    keys[slot] = keys[next];
    counts[slot] = counts[next];
    slot = next;
  }
  counts[slot] = 0;
}

}  // namespace waycast
