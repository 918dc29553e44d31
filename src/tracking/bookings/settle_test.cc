#include "tracking/bookings/settle.h"

#include <gtest/gtest.h>

#include "tracking/bookings/testing/rows.h"

namespace waycast {
namespace {

using testing::kRuleTime;
using testing::rule_booking;
using testing::rule_pilot;

TEST(Settle, ThePilotGetsEightyPercentToTheCent) {
  Pilot pilot = rule_pilot();
  pilot.total_deliveries = 4;
  pilot.total_earnings = 10.1;
  Booking booking = rule_booking(BookingStatus::kArrivedDrop);
  booking.total_amount = 33.33;  // 26.664
  const auto settlement = settle(booking, pilot, kRuleTime);
  ASSERT_TRUE(settlement);
  EXPECT_EQ(settlement->earning.amount, 26.66);
  EXPECT_EQ(settlement->earning.description, "Delivery of WC-1");
  EXPECT_EQ(settlement->totals->deliveries, 5);
  EXPECT_EQ(settlement->totals->earnings, 36.76);
}

TEST(Settle, APilotWithoutARowEarnsAllTheSame) {
  const auto settlement =
      settle(rule_booking(BookingStatus::kArrivedDrop), std::nullopt, kRuleTime);
  ASSERT_TRUE(settlement);
  EXPECT_FALSE(settlement->totals);
}

TEST(Settle, NobodyEarnsABookingWithoutAPilot) {
  EXPECT_FALSE(settle(rule_booking(BookingStatus::kPending), std::nullopt, kRuleTime));
}

}  // namespace
}  // namespace waycast
