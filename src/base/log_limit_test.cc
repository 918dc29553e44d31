#include "base/log_limit.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

using std::chrono::milliseconds;

TEST(LogLimit, AdmitsOneLineAnIntervalAndCountsTheRest) {
  ManualClock clock;
  LogLimit limit(milliseconds(100));
  EXPECT_EQ(limit.admit(clock.steady()), 0U);
  EXPECT_EQ(limit.admit(clock.steady()), std::nullopt);
  clock.advance(milliseconds(99));
  EXPECT_EQ(limit.admit(clock.steady()), std::nullopt);
  clock.advance(milliseconds(1));
  EXPECT_EQ(limit.admit(clock.steady()), 2U);
  clock.advance(milliseconds(100));
  EXPECT_EQ(limit.admit(clock.steady()), 0U);
}

}  // namespace
}  // namespace waycast
