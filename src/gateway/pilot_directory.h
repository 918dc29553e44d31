// Which shard owns a pilot: the one of their newest connection. Asked when a connection or a
// command from elsewhere comes in, never for a location that arrives on the owner itself.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/ids.h"

namespace waycast::gateway {

// Thread-safe: one lock for each of many stripes.
class PilotDirectory {
 public:
  // Makes `shard` the owner. The owner before, if any.
  std::optional<std::uint16_t> claim(const PilotId& pilot, std::uint16_t shard);
  // Makes `shard` the owner of a pilot without one. The owner, afterwards.
  std::uint16_t claim_if_free(const PilotId& pilot, std::uint16_t shard);
  std::optional<std::uint16_t> owner(const PilotId& pilot) const;
  // Gives the pilot up if `shard` owns them; false if somebody else does by now.
  bool give_up(const PilotId& pilot, std::uint16_t shard);

 private:
  struct alignas(64) Stripe {
    mutable std::mutex mutex;
    std::unordered_map<PilotId, std::uint16_t> owners;
  };
  static constexpr std::size_t kStripes = 64;

  Stripe& stripe(const PilotId& pilot) { return stripes_[std::hash<PilotId>{}(pilot) % kStripes]; }
  const Stripe& stripe(const PilotId& pilot) const {
    return stripes_[std::hash<PilotId>{}(pilot) % kStripes];
  }

  std::array<Stripe, kStripes> stripes_;
};

}  // namespace waycast::gateway
