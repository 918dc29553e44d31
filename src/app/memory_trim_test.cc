#include "app/memory_trim.h"

#include <gtest/gtest.h>

namespace waycast::app {
namespace {

constexpr std::size_t kMiB = 1 << 20;

TEST(TrimDecisionTest, IsDueOnceForMuchThatBecameFree) {
  TrimDecision decision;
  EXPECT_FALSE(decision.is_due(10 * kMiB));
  EXPECT_FALSE(decision.is_due(31 * kMiB));
  EXPECT_TRUE(decision.is_due(300 * kMiB));
  EXPECT_FALSE(decision.is_due(300 * kMiB)) << "that is given back already";
  EXPECT_FALSE(decision.is_due(20 * kMiB)) << "used again";
  EXPECT_FALSE(decision.is_due(50 * kMiB));
  EXPECT_TRUE(decision.is_due(60 * kMiB)) << "and freed again";
}

}  // namespace
}  // namespace waycast::app
