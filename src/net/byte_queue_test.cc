#include "net/byte_queue.h"

#include <gtest/gtest.h>

namespace waycast::net {
namespace {

TEST(ByteQueueTest, KeepsTheOrderWhateverLeavesWhen) {
  ByteQueue queue;
  std::string expected;
  for (int i = 0; i < 1'000; ++i) {
    const std::string piece = std::to_string(i) + ",";
    queue.append(piece);
    expected += piece;
    const std::size_t leaving = static_cast<std::size_t>(i % 4);
    queue.drop(leaving);
    expected.erase(0, leaving);
    ASSERT_EQ(queue.view(), expected);
  }
  EXPECT_EQ(queue.size(), expected.size());
  EXPECT_EQ(queue.take(), expected);
  EXPECT_TRUE(queue.empty());
}

TEST(ByteQueueTest, AByteOfALargeQueueLeavesWithoutMovingTheOthers) {
  ByteQueue queue(std::string(1 << 20, 'x'));
  const char* const second = queue.view().data() + 1;
  queue.drop(1);
  EXPECT_EQ(queue.view().data(), second);
}

TEST(ByteQueueTest, HoldsNoMemoryWhenAllHasLeft) {
  ByteQueue queue(std::string(1 << 20, 'x'));
  queue.drop(1 << 20);
  EXPECT_LT(queue.back().capacity(), 64U);
}

}  // namespace
}  // namespace waycast::net
