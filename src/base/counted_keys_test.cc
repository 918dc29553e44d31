#include "base/counted_keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace waycast {
namespace {

TEST(CountedKeysTest, EachKeyHasItsLimitAndLeavesNothingBehind) {
  CountedKeys keys;
  const auto a = CountedKeys::key_of("a");
  const auto b = CountedKeys::key_of("b");
  EXPECT_TRUE(keys.enter(a, 2));
  EXPECT_TRUE(keys.enter(a, 2));
  EXPECT_FALSE(keys.enter(a, 2));
  EXPECT_TRUE(keys.enter(b, 2)) << "another key is not concerned";
  EXPECT_EQ(keys.keys(), 2U);
  keys.leave(b);
  keys.leave(a);
  EXPECT_TRUE(keys.enter(a, 2));
  keys.leave(a);
  keys.leave(a);
  EXPECT_EQ(keys.keys(), 0U);
  keys.leave(CountedKeys::kNone);
  keys.leave(b);
  EXPECT_EQ(keys.keys(), 0U);
}

TEST(CountedKeysTest, AgreesWithAMapWhateverTheOrder) {
  CountedKeys keys;
  std::map<CountedKeys::Key, std::size_t> expected;
  std::mt19937 random(1);
  for (int i = 0; i < 200'000; ++i) {
    // Few and close ones, so that they collide; the table grows and shrinks.
    const std::size_t range = i / 20'000 % 2 == 0 ? 5'000 : 50;
    const CountedKeys::Key key = 1 + random() % range * (i % 3 == 0 ? 16 : 1);
    auto& count = expected[key];
    if (random() % 2 == 0) {
      ASSERT_EQ(keys.enter(key, 3), count < 3);
      if (count < 3) ++count;
    } else if (count > 0) {
      keys.leave(key);
      --count;
    }
  }
  const auto has_things = [](const auto& entry) { return entry.second > 0; };
  EXPECT_EQ(keys.keys(),
            static_cast<std::size_t>(std::count_if(expected.begin(), expected.end(), has_things)));
  for (const auto& [key, count] : expected) {
    for (std::size_t i = 0; i < count; ++i) keys.leave(key);
  }
  EXPECT_EQ(keys.keys(), 0U);
}

TEST(CountedKeysTest, ThreadsShareALimit) {
  CountedKeys keys;
  const auto shared = CountedKeys::key_of("shared");
  std::atomic<int> entered = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&keys, &entered, shared] {
      for (int i = 0; i < 1'000; ++i) {
        const auto passing = CountedKeys::key_of("passing " + std::to_string(i));
        keys.enter(passing, 4'000);
        if (keys.enter(shared, 1'500)) ++entered;
        keys.leave(passing);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(entered, 1'500);
  EXPECT_EQ(keys.keys(), 1U);
}

}  // namespace
}  // namespace waycast
