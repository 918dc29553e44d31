#include "gateway/dropped_subscriptions.h"

#include <gtest/gtest.h>

namespace waycast::gateway {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kStart{Duration{1'000'000}};

class Dropped : public ::testing::Test {
 protected:
  DroppedSubscriptions dropped_{2min};
  std::vector<std::string> both_{"a", "b"};
};

TEST_F(Dropped, AReturnWithinTwoMinutesFindsTheUnion) {
  dropped_.add("user:1", "first", both_, kStart);
  dropped_.add("user:1", "second", {"b", "c"}, kStart + 1min);
  EXPECT_EQ(dropped_.take("user:1", kStart + 2min), (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(Dropped, AsManyReturnToTheUnionAsWereLost) {
  const std::vector<std::string> all{"a", "b", "c"};
  dropped_.add("user:1", "first", {"a", "b"}, kStart);
  dropped_.add("user:1", "second", {"b"}, kStart);
  dropped_.add("user:1", "third", {"c"}, kStart);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(dropped_.take("user:1", kStart), all) << i;
  EXPECT_TRUE(dropped_.take("user:1", kStart).empty()) << "all of them are back";
  EXPECT_EQ(dropped_.identities(), 0U);
}

TEST_F(Dropped, OfOneIdentityTheNewestAreKept) {
  const std::vector<std::string> many(DroppedSubscriptions::kMostKept / 2, "old");
  for (int i = 0; i < 3; ++i) dropped_.add("user:1", "first", many, kStart);
  dropped_.add("user:1", "second", std::vector<std::string>(many.size() * 2, "new"), kStart);
  EXPECT_EQ(dropped_.take("user:1", kStart), std::vector<std::string>{"new"});
}

TEST_F(Dropped, WhatIsOlderIsNotGivenBack) {
  dropped_.add("user:1", "first", {"a"}, kStart);
  dropped_.add("user:1", "second", {"b"}, kStart + 1min);
  EXPECT_EQ(dropped_.take("user:1", kStart + 2min + 1ms), std::vector<std::string>{"b"});
}

TEST_F(Dropped, OfThoseWhoNeverReturnNothingIsKeptAfterTwoMinutes) {
  for (int i = 0; i < 1'000; ++i) {
    dropped_.add("user:" + std::to_string(i), "socket", both_, kStart);
  }
  EXPECT_EQ(dropped_.identities(), 1'000U);
  dropped_.add("user:late", "socket", both_, kStart + 2min);
  EXPECT_EQ(dropped_.identities(), 1'001U) << "two minutes are not over";
  dropped_.add("user:later", "socket", both_, kStart + 4min);
  EXPECT_EQ(dropped_.identities(), 2U);
}

TEST_F(Dropped, ASocketThatCameBackLeavesTheOthers) {
  dropped_.add("user:1", "first", {"a"}, kStart);
  dropped_.add("user:1", "second", {"b"}, kStart);
  dropped_.forget("user:1", "first");
  EXPECT_EQ(dropped_.take("user:1", kStart), std::vector<std::string>{"b"});
}

}  // namespace
}  // namespace waycast::gateway
