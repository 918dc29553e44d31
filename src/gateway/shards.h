// How a task reaches the parts of another shard of this process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/shard_set.h"
#include "gateway/shard_parts.h"

namespace waycast::gateway {

// All of them if `shard` is none (SocketRef::kNoShard).
inline ShardSet without(ShardSet shards, std::uint16_t shard) {
  if (shard == realtime::SocketRef::kNoShard) return shards;
  return shards & ~one_shard(shard);
}

// Thread-safe once all shards are added.
class Shards {
 public:
  // Start-up, in the order of their numbers. The parts outlive the loops' last tasks.
  void add(ShardParts& parts) { parts_.push_back(&parts); }

  ShardParts& at(std::size_t shard) const { return *parts_[shard]; }  // on its thread only
  std::size_t size() const { return parts_.size(); }
  ShardSet all() const { return first_shards(size()); }

  // Runs `task(ShardParts&)` on that shard's thread, never inside the call.
  template <class Function>
  void post(std::uint16_t shard, Function task) const {
    ShardParts& there = at(shard);
    there.loop().post([&there, task = std::move(task)]() mutable { task(there); });
  }
  // The same for each shard of the set; `task` is copied.
  template <class Function>
  void post_to(ShardSet set, const Function& task) const {
    for_each(set, [&](std::uint16_t shard) { post(shard, task); });
  }
  // In this call, with the number of each.
  template <class Function>
  void for_each(ShardSet set, Function&& visit) const {
    for (std::uint16_t shard = 0; shard < parts_.size(); ++shard) {
      if (contains(set, shard)) visit(shard);
    }
  }

 private:
  std::vector<ShardParts*> parts_;
};

}  // namespace waycast::gateway
