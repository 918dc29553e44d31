#include "api/rate_limiter.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace waycast::api {
namespace {

using std::chrono::seconds;

constexpr Duration kAllowed{0};
constexpr SteadyTime kStart{Duration{1'000'000}};

TEST(RateLimiter, AllowsABurstAndThenASteadyRate) {
  RateLimiter limiter({.per_minute = 60, .burst = 3});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.admit("a", kStart), kAllowed) << i;
  EXPECT_EQ(limiter.admit("a", kStart), Duration{seconds(1)});
  EXPECT_EQ(limiter.admit("b", kStart), kAllowed);
  EXPECT_EQ(limiter.admit("a", kStart + seconds(1)), kAllowed);
  EXPECT_GT(limiter.admit("a", kStart + seconds(1)), kAllowed);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(limiter.admit("a", kStart + seconds(60)), kAllowed) << i;
}

TEST(RateLimiter, TheBurstFollowsTheRate) {
  for (const int requests : {1, 10, 600, 12'000}) {
    RateLimiter limiter(RateLimit::a_minute(requests));
    int at_once = 0;
    while (limiter.admit("a", kStart) == kAllowed) ++at_once;
    EXPECT_EQ(at_once, std::max(1, requests / 5)) << requests;
  }
}

TEST(RateLimiter, ZeroIsNoLimit) {
  RateLimiter limiter({});
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(limiter.admit("a", kStart), kAllowed);
}

TEST(RateLimiter, ForgetsIdleKeysFirstWhenFull) {
  RateLimiter limiter({.per_minute = 60, .burst = 2}, 10);
  for (int i = 0; i < 2; ++i) limiter.admit("busy", kStart);
  for (int i = 0; i < 8; ++i) limiter.admit(std::to_string(i), kStart);
  for (int i = 0; i < 20; ++i) limiter.admit("new" + std::to_string(i), kStart);
  EXPECT_GT(limiter.admit("busy", kStart), kAllowed);
}

}  // namespace
}  // namespace waycast::api
