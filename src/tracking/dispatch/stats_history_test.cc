// The figures kept by addition against a recount of the tables, over random histories of several
// days.
#include <gtest/gtest.h>

#include <random>

#include "tracking/dispatch/testing/dispatch_world.h"

namespace waycast {
namespace {

using testing::admin;
using testing::pilot;
using enum BookingStatus;

class StatsHistoryTest : public ::testing::TestWithParam<int> {
 protected:
  std::mt19937 random{static_cast<std::mt19937::result_type>(GetParam())};
  testing::DispatchWorld world{settings()};
  std::vector<BookingId> bookings;

  static DispatchSettings settings() {
    DispatchSettings settings;
    settings.time_zone = TimeZone::load("Asia/Kolkata").value();
    return settings;
  }
  int between(int low, int high) { return std::uniform_int_distribution(low, high)(random); }

  void act() {
    const int number = between(0, 4);
    switch (between(0, 7)) {
      case 0:
        return bookings.push_back(world.book());
      case 1:
        return world.come_online(number);
      case 2:
        return world.go_offline(number);
      case 3:
        return world.loop.advance(std::chrono::minutes(between(0, 90)));
      default:
        return change(number);
    }
  }
  void change(int number) {
    if (bookings.empty()) return;
    const BookingId& id =
        bookings[static_cast<std::size_t>(between(0, static_cast<int>(bookings.size()) - 1))];
    const BookingStatus status = world.stored(id).status;
    if (status == kPending) {
      (void)world.accept(number, id);
    } else if (between(0, 5) == 0) {
      (void)world.change(admin(), id, kCancelled);
    } else if (status != kCancelled) {
      (void)world.change(admin(), id, static_cast<BookingStatus>(static_cast<int>(status) + 1));
    }
  }
  void expect_exact() {
    const auto kept = world.ask<StatsCount>(
        [&](auto done) { world.service->stats(world.loop, std::move(done)); });
    const auto counted = world.store.read_now([&](StoreReads& reads) {
      const auto today = world.settings.time_zone.day_of(world.now());
      return reads.count_stats(today.starts, today.ends);
    });
    ASSERT_EQ(kept->active_bookings, counted->active_bookings);
    ASSERT_EQ(kept->pending_bookings, counted->pending_bookings);
    ASSERT_EQ(kept->online_pilots, counted->online_pilots);
    ASSERT_EQ(kept->today_deliveries, counted->today_deliveries);
    ASSERT_NEAR(kept->today_revenue, counted->today_revenue, 0.001);
  }
};

TEST_P(StatsHistoryTest, AdditionAgreesWithARecountAtEveryMoment) {
  for (int number = 0; number < 5; ++number) world.online(number, 1);
  int deliveries_seen = 0;
  for (int i = 0; i < 250; ++i) {
    act();
    if (between(0, 60) == 0) {
      world.service.reset();
      world.start();
    }
    expect_exact();
  }
  for (const BookingId& id : bookings) deliveries_seen += world.stored(id).status == kDelivered;
  EXPECT_GT(deliveries_seen, 0) << "this history tests little";
}

INSTANTIATE_TEST_SUITE_P(Seeds, StatsHistoryTest, ::testing::Range(0, 12));

}  // namespace
}  // namespace waycast
