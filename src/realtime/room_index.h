// Which shards have members of a room: so that a broadcast is posted to those, and no others.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/shard_set.h"
#include "realtime/text_hash.h"

namespace waycast::realtime {

// Thread-safe: one lock for each of many stripes. Each shard tells of its first and last member.
class RoomIndex {
 public:
  void add(std::string_view nsp, std::string_view room, std::uint16_t shard);
  void remove(std::string_view nsp, std::string_view room, std::uint16_t shard);
  ShardSet shards(std::string_view nsp, std::string_view room) const;

 private:
  struct alignas(64) Stripe {
    std::mutex mutex;
    std::unordered_map<std::string, ShardSet, TextHash, std::equal_to<>> shards;
  };
  static constexpr std::size_t kStripes = 64;

  Stripe& stripe(std::string_view key) const;

  mutable std::array<Stripe, kStripes> stripes_;
};

}  // namespace waycast::realtime
