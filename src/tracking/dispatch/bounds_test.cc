// What many bookings, many calls and many positions cost the one loop.
#include <gtest/gtest.h>

#include "tracking/dispatch/testing/dispatch_world.h"

namespace waycast {
namespace {

using testing::DispatchWorld;
using testing::error_of;

TEST(DispatchBounds, ACustomerHasOnlySoManyPendingBookings) {
  DispatchSettings settings;
  settings.accounts.pending_bookings = 2;
  DispatchWorld world(settings);
  world.add_user(1);
  const BookingId first = world.book();
  world.book();
  EXPECT_EQ(error_of(world.create(world.wanted())), "ERR_1412");
  EXPECT_EQ(world.service->room().refused(Holding::kPendingBookings), 1U);
  EXPECT_TRUE(world.create(world.wanted(1))) << "another customer";
  ASSERT_TRUE(world.change(testing::user(0), first, BookingStatus::kCancelled));
  EXPECT_TRUE(world.create(world.wanted()));
}

TEST(DispatchBounds, TooManyCallsForOneBookingAreTurnedAwayAndOthersAreNot) {
  DispatchSettings settings;
  settings.calls_of_booking = 5;
  DispatchWorld world(settings);
  const BookingId crowded = world.book(), other = world.book();
  int turned_away = 0, answered = 0;
  const auto cancel = [&](const BookingId& id) {
    StatusRequest request;
    request.booking_id = id;
    request.to = BookingStatus::kCancelled;
    world.service->change_status(testing::user(0), request, world.loop,
                                 [&](const Result<BookingChange>& change) {
                                   ++(error_of(change) == "ERR_1004" ? turned_away : answered);
                                 });
  };
  for (int i = 0; i < 20; ++i) cancel(crowded);
  cancel(other);
  world.loop.run();
  EXPECT_EQ(answered, 1 + 5 + 1) << "the first, those who waited for it, and the other booking's";
  EXPECT_EQ(turned_away, 20 - 6);
  EXPECT_EQ(world.service->counters().calls_refused, 14U);
  EXPECT_EQ(world.stored(crowded).status, BookingStatus::kCancelled);
  EXPECT_EQ(world.stored(other).status, BookingStatus::kCancelled);
}

TEST(DispatchBounds, CallsBeyondTheQueueOfTheLoopAreAnsweredAtOnce) {
  DispatchSettings settings;
  settings.calls_waiting = 10;
  DispatchWorld world(settings);
  int served = 0, turned_away = 0;
  for (int i = 0; i < 15; ++i) {
    world.service->stats(
        world.loop, [&](const Result<StatsCount>& count) { ++(count ? served : turned_away); });
  }
  world.service->nearby_cells({23, 72}, 5, {}, 10, world.loop,
                              [&](const auto& cells) { ++(cells ? served : turned_away); });
  world.loop.run();
  EXPECT_EQ(served, 10);
  EXPECT_EQ(turned_away, 6);
  EXPECT_TRUE(
      world.ask<StatsCount>([&](auto done) { world.service->stats(world.loop, std::move(done)); }));
}

// Every booking that looks for pilots writes down whom it found.
TEST(DispatchBounds, APilotAmongManyWaitingBookingsMakesFewOfThemSearch) {
  DispatchSettings settings;
  settings.match.bookings_per_position = 4;
  DispatchWorld world(settings);
  std::vector<BookingId> waiting;
  for (int i = 0; i < 50; ++i) waiting.push_back(world.book());
  world.online(0, 1);
  ASSERT_EQ(world.events.offers.size(), 1U) << "one offer for one pilot";
  world.move(0, 1.1);
  std::size_t searched = 0;
  for (const BookingId& id : waiting) searched += world.journal(id).empty() ? 0 : 1;
  EXPECT_EQ(searched, 1U) << "once one of them has asked, the pilot is no news to the others";
}

TEST(DispatchBounds, TheJournalOfABookingEndsButItsOffersAreWritten) {
  DispatchSettings settings;
  settings.match.journal_rows = 1;
  settings.match.offer_fanout = 1;
  DispatchWorld world(settings);
  for (int i = 0; i < 3; ++i) world.online(i, 1 + i);
  const BookingId booking = world.book();
  ASSERT_EQ(world.events.offers.size(), 1U);
  ASSERT_TRUE(world.decline(0, world.events.offers[0].id));
  ASSERT_EQ(world.events.offers.size(), 2U) << "the next pilot is asked";
  std::size_t offered = 0;
  for (const JournalEntry& row : world.journal(booking)) offered += row.reason == "offered" ? 1 : 0;
  EXPECT_EQ(offered, 2U);
  EXPECT_EQ(world.journal(booking).size(), 2U) << "no reason beyond the first row";
}

TEST(DispatchBounds, AThousandEndedOffersAreToldAgain) {
  DispatchWorld world;
  world.online(0, 1);
  for (int i = 0; i < 1'010; ++i) {
    const BookingId booking = world.book();
    ASSERT_TRUE(world.change(testing::user(0), booking, BookingStatus::kCancelled));
  }
  ASSERT_EQ(world.events.ends.size(), 1'010U);
  const auto offers = world.ask<Dispatch::PilotOffers>([&](auto done) {
    world.service->offers_of(testing::pilot(0).pilot_id(), world.loop, std::move(done));
  });
  EXPECT_EQ(offers->ended.size(), 1'000U);
  EXPECT_EQ(offers->ended.back().first.id, world.events.ends.back().first.id);
}

}  // namespace
}  // namespace waycast
