// Which of a process's shards are meant, as one number: a broadcast or a feed's message asks for
// them often, and posts to those and no others.
#pragma once

#include <cstddef>
#include <cstdint>

namespace waycast {

using ShardSet = std::uint64_t;  // bit i: shard i

// A process has at most as many shards as a ShardSet has bits. More threads than that would wait
// for the store and the dispatch loop, which are one each, long before they were busy themselves.
inline constexpr std::size_t kMaxShards = 64;

constexpr ShardSet one_shard(std::size_t shard) { return ShardSet{1} << shard; }

// Shards 0 to count - 1; 1 <= count <= kMaxShards. No number can be shifted by all of its bits.
constexpr ShardSet first_shards(std::size_t count) { return ~ShardSet{0} >> (kMaxShards - count); }

constexpr bool contains(ShardSet shards, std::size_t shard) { return (shards >> shard & 1) != 0; }

}  // namespace waycast
