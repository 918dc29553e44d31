#include "tracking/live/subscription_limiter.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

TEST(SubscriptionLimiter, TheEleventhWithinAMinuteIsRefusedAndTheWindowSlides) {
  ManualClock clock;
  SubscriptionLimiter limiter(10);
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(limiter.allow("user:a", clock.steady()));
    clock.advance(Duration{1'000});
  }
  EXPECT_FALSE(limiter.allow("user:a", clock.steady()));
  clock.advance(Duration{49'999});
  EXPECT_FALSE(limiter.allow("user:a", clock.steady()));
  clock.advance(Duration{1});  // a minute after the first
  EXPECT_TRUE(limiter.allow("user:a", clock.steady()));
  EXPECT_FALSE(limiter.allow("user:a", clock.steady()));
}

TEST(SubscriptionLimiter, IdentitiesAreCountedApart) {
  ManualClock clock;
  SubscriptionLimiter limiter(1);
  EXPECT_TRUE(limiter.allow("user:a", clock.steady()));
  EXPECT_TRUE(limiter.allow("user:b", clock.steady()));
  EXPECT_FALSE(limiter.allow("user:a", clock.steady()));
}

TEST(SubscriptionLimiter, ForgetsIdentitiesThatStoppedAsking) {
  ManualClock clock;
  SubscriptionLimiter limiter(10);
  for (int i = 0; i < 100; ++i) limiter.allow("user:" + std::to_string(i), clock.steady());
  clock.advance(Duration{61'000});
  limiter.allow("user:new", clock.steady());
  EXPECT_EQ(limiter.identities(), 1u);
}

}  // namespace
}  // namespace waycast
