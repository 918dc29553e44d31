#include "base/shard_set.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

TEST(ShardSet, HoldsAsManyAsAProcessMayHave) {
  EXPECT_EQ(first_shards(1), one_shard(0));
  EXPECT_EQ(first_shards(2), one_shard(0) | one_shard(1));
  const ShardSet all = first_shards(kMaxShards);
  EXPECT_TRUE(contains(all, kMaxShards - 1));
  EXPECT_FALSE(contains(all & ~one_shard(kMaxShards - 1), kMaxShards - 1));
}

}  // namespace
}  // namespace waycast
