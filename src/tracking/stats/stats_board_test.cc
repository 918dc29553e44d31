#include "tracking/stats/stats_board.h"

#include <gtest/gtest.h>

#include "base/manual_loop.h"
#include "tracking/dispatch/testing/recorded_events.h"

namespace waycast {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class StatsBoardTest : public ::testing::Test {
 protected:
  ManualLoop loop;
  testing::RecordedEvents events;
  StatsBoard board{loop, events, TimeZone(), seconds(1)};

  void add_booking() {
    board.update([](StatsBook& book) { book.booking_added(BookingStatus::kPending); });
  }
  void deliver(double amount) {
    Booking booking;
    booking.status = BookingStatus::kDelivered;
    booking.delivered_at = loop.clock().now();
    booking.total_amount = amount;
    board.update(
        [&](StatsBook& book) { book.booking_changed(BookingStatus::kArrivedDrop, booking); });
  }
};

TEST_F(StatsBoardTest, AChangeIsPublishedAtOnceAndAFloodOncePerSecond) {
  board.start({});
  add_booking();
  loop.advance(Duration(0));
  ASSERT_EQ(events.stats.size(), 1u);
  for (int i = 0; i < 99; ++i) {
    add_booking();
    loop.advance(Duration(10));
  }
  EXPECT_EQ(events.stats.size(), 1u);
  loop.advance(Duration(10));
  ASSERT_EQ(events.stats.size(), 2u);
  EXPECT_EQ(events.stats[1].count.pending_bookings, 100);
}

TEST_F(StatsBoardTest, NothingIsPublishedWithoutAChange) {
  board.start({.pending_bookings = 4});
  board.update([](StatsBook&) {});
  loop.advance(hours(1));
  EXPECT_TRUE(events.stats.empty());
}

TEST_F(StatsBoardTest, WhatComesBackToTheSameIsNotPublished) {
  board.start({});
  board.update([](StatsBook& book) { book.pilots_online(1); });
  board.update([](StatsBook& book) { book.pilots_online(0); });
  loop.advance(seconds(5));
  EXPECT_TRUE(events.stats.empty());
}

TEST_F(StatsBoardTest, TodayStartsAgainAtMidnight) {
  board.start({.active_bookings = 2});
  deliver(100.10);
  deliver(0.20);
  loop.advance(seconds(2));
  EXPECT_EQ(events.stats.back().count.today_deliveries, 2);
  EXPECT_DOUBLE_EQ(events.stats.back().count.today_revenue, 100.30);
  loop.advance(hours(24));
  EXPECT_EQ(events.stats.back().count.today_deliveries, 0);
  EXPECT_EQ(events.stats.back().count.today_revenue, 0);
  EXPECT_EQ(events.stats.back().timestamp, TimeZone().day_of(events.stats.back().timestamp).starts)
      << "published at midnight itself";
}

TEST_F(StatsBoardTest, ADeliveryJustAfterMidnightCountsForTheNewDay) {
  board.start({.active_bookings = 1, .today_deliveries = 7, .today_revenue = 70});
  loop.manual_clock().advance(hours(24));  // before the midnight timer could run
  deliver(5);
  EXPECT_EQ(board.count().today_deliveries, 1);
  EXPECT_DOUBLE_EQ(board.count().today_revenue, 5);
}

TEST_F(StatsBoardTest, AWallClockThatIsSetForwardAndBackLosesNoDelivery) {
  board.start({.today_deliveries = 7, .today_revenue = 70});
  const TimePoint right = loop.clock().now();
  loop.manual_clock().set_wall(right + hours(30));
  deliver(5);
  EXPECT_EQ(board.count().today_deliveries, 1);
  loop.manual_clock().set_wall(right);
  EXPECT_EQ(board.count().today_deliveries, 7);
  deliver(3);
  EXPECT_EQ(board.count().today_deliveries, 8);
  EXPECT_DOUBLE_EQ(board.count().today_revenue, 73);
  loop.manual_clock().set_wall(right + hours(24));
  loop.advance(std::chrono::minutes(1));
  EXPECT_EQ(events.stats.back().count.today_deliveries, 1) << "noticed without a change";
}

}  // namespace
}  // namespace waycast
