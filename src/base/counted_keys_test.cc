#include "base/counted_keys.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace waycast {
namespace {

TEST(CountedKeysTest, EachKeyHasItsLimitAndPlacesComeBack) {
  CountedKeys keys;
  auto first = keys.enter("a", 2);
  auto second = keys.enter("a", 2);
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(keys.enter("a", 2));
  EXPECT_TRUE(keys.enter("b", 2)) << "another key is not concerned";
  EXPECT_EQ(keys.keys(), 1U) << "and leaves nothing behind";
  CountedKeys::Place moved = *std::move(first);
  first.reset();
  EXPECT_FALSE(keys.enter("a", 2)) << "a moved place is still taken";
  moved.leave();
  moved.leave();
  EXPECT_TRUE(keys.enter("a", 2));
  second.reset();
  EXPECT_EQ(keys.keys(), 0U);
}

TEST(CountedKeysTest, WithoutALimitNothingIsCounted) {
  CountedKeys keys;
  const auto place = keys.enter("a", 0);
  EXPECT_TRUE(place);
  EXPECT_EQ(keys.keys(), 0U);
}

TEST(CountedKeysTest, PlacesMayOutliveTheCounting) {
  auto keys = std::make_unique<CountedKeys>();
  auto first = keys->enter("a", 2);
  auto second = keys->enter("a", 2);
  keys.reset();
  first.reset();
  second.reset();  // a sanitizer would tell
}

TEST(CountedKeysTest, ThreadsShareALimit) {
  CountedKeys keys;
  std::atomic<int> entered = 0;
  std::vector<std::thread> threads;
  std::vector<std::vector<CountedKeys::Place>> places(4);
  for (auto& mine : places) {
    threads.emplace_back([&keys, &entered, &mine] {
      for (int i = 0; i < 1'000; ++i) {
        keys.enter("passing " + std::to_string(i), 4'000);
        if (auto place = keys.enter("a", 1'500)) {
          mine.push_back(*std::move(place));
          ++entered;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(entered, 1'500);
  places.clear();
  EXPECT_EQ(keys.keys(), 0U);
}

}  // namespace
}  // namespace waycast
