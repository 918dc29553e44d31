#include "tracking/bookings/money.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

TEST(Money, HalfCentsRoundUpWhateverTheirBinaryForm) {
  EXPECT_EQ(round_to_cents(1.005), 1.01);
  EXPECT_EQ(round_to_cents(2.675), 2.68);
  EXPECT_EQ(round_to_cents(2.6749), 2.67);
  EXPECT_EQ(round_to_cents(0), 0);
  EXPECT_EQ(round_to_cents(-1.006), -1.01);
}

TEST(Money, ASumOfRoundedAmountsIsWhatItsFiguresSay) {
  double sum = 0;
  for (int i = 0; i < 1'000; ++i) sum = round_to_cents(sum + 0.1);
  EXPECT_EQ(sum, 100);
  EXPECT_EQ(to_cents(sum), 10'000);
}

}  // namespace
}  // namespace waycast
