// How a task reaches the parts of another shard of this process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "gateway/shard_parts.h"
#include "realtime/room_index.h"

namespace waycast::gateway {

// All of them if `shard` is none (SocketRef::kNoShard).
inline realtime::ShardSet without(realtime::ShardSet shards, std::uint16_t shard) {
  if (shard == realtime::SocketRef::kNoShard) return shards;
  return shards & ~(realtime::ShardSet{1} << shard);
}

// Thread-safe once all shards are added.
class Shards {
 public:
  // Start-up, in the order of their numbers. The parts outlive the loops' last tasks.
  void add(ShardParts& parts) { parts_.push_back(&parts); }

  ShardParts& at(std::size_t shard) const { return *parts_[shard]; }  // on its thread only
  std::size_t size() const { return parts_.size(); }
  realtime::ShardSet all() const {
    return ~realtime::ShardSet{0} >> (std::numeric_limits<realtime::ShardSet>::digits - size());
  }

  // Runs `task(ShardParts&)` on that shard's thread, never inside the call.
  template <class Function>
  void post(std::uint16_t shard, Function task) const {
    ShardParts& there = at(shard);
    there.loop().post([&there, task = std::move(task)]() mutable { task(there); });
  }
  // The same for each shard of the set; `task` is copied.
  template <class Function>
  void post_to(realtime::ShardSet set, const Function& task) const {
    for_each(set, [&](std::uint16_t shard) { post(shard, task); });
  }
  // In this call, with the number of each.
  template <class Function>
  void for_each(realtime::ShardSet set, Function&& visit) const {
    for (std::uint16_t shard = 0; shard < parts_.size(); ++shard) {
      if (set >> shard & 1) visit(shard);
    }
  }

 private:
  std::vector<ShardParts*> parts_;
};

}  // namespace waycast::gateway
