#include "gateway/pilot_directory.h"

namespace waycast::gateway {

std::optional<std::uint16_t> PilotDirectory::claim(const PilotId& pilot, std::uint16_t shard) {
  Stripe& in = stripe(pilot);
  const std::lock_guard lock(in.mutex);
  const auto [entry, is_new] = in.owners.try_emplace(pilot, shard);
  if (is_new) return std::nullopt;
  return std::exchange(entry->second, shard);
}

std::uint16_t PilotDirectory::claim_if_free(const PilotId& pilot, std::uint16_t shard) {
  Stripe& in = stripe(pilot);
  const std::lock_guard lock(in.mutex);
  return in.owners.try_emplace(pilot, shard).first->second;
}

std::optional<std::uint16_t> PilotDirectory::owner(const PilotId& pilot) const {
  const Stripe& in = stripe(pilot);
  const std::lock_guard lock(in.mutex);
  const auto found = in.owners.find(pilot);
  return found == in.owners.end() ? std::nullopt : std::optional(found->second);
}

bool PilotDirectory::give_up(const PilotId& pilot, std::uint16_t shard) {
  Stripe& in = stripe(pilot);
  const std::lock_guard lock(in.mutex);
  const auto found = in.owners.find(pilot);
  if (found == in.owners.end()) return true;
  if (found->second != shard) return false;
  in.owners.erase(found);
  return true;
}

}  // namespace waycast::gateway
