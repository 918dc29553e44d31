// When a booking is offered: rounds, pilots who appear or leave, scheduled times, restarts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tracking/dispatch/testing/offers_fixture.h"

namespace waycast {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::admin;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::pilot;
using enum BookingStatus;

using MatchingRoundsTest = testing::OffersFixture;

TEST_F(MatchingRoundsTest, FiveAttemptsThenTheNextRoundStartsByItself) {
  for (int number = 1; number <= 6; ++number) world.online(number, number * 0.5);
  world.book();
  for (int number = 1; number <= 5; ++number) ASSERT_TRUE(world.decline(number, last_offer().id));
  EXPECT_EQ(offers_made(), 5u);
  world.loop.advance(seconds(15));
  ASSERT_EQ(offers_made(), 6u);
  EXPECT_EQ(last_offer().pilot_id, pilot(6).pilot_id());
  EXPECT_EQ(last_offer().round, 2);
}

TEST_F(MatchingRoundsTest, APilotWhoAppearsLaterIsAskedAtOnce) {
  world.book();
  EXPECT_EQ(offers_made(), 0u);
  world.online(1, 3);
  EXPECT_EQ(offers_made(), 1u);
}

TEST_F(MatchingRoundsTest, APilotWhoComesNearIsAskedAtOnce) {
  world.online(1, 40);
  world.book();
  EXPECT_EQ(offers_made(), 0u);
  world.loop.advance(seconds(1));
  world.move(1, 10);
  EXPECT_EQ(offers_made(), 1u);
}

TEST_F(MatchingRoundsTest, APilotWhoIsFreeAgainIsAskedAtOnce) {
  world.online(1, 1);
  const BookingId first = world.book();
  ASSERT_TRUE(world.accept(1, first));
  world.book();
  EXPECT_EQ(offers_made(), 1u);
  ASSERT_TRUE(world.change(admin(), first, kCancelled));
  EXPECT_EQ(offers_made(), 2u);
}

TEST_F(MatchingRoundsTest, AStalePilotIsNotAskedUntilTheyMove) {
  world.online(1, 1);
  world.loop.advance(seconds(60));
  const BookingId id = world.book();
  EXPECT_EQ(offers_made(), 0u);
  EXPECT_THAT(world.journal(id), ElementsAre(::testing::Field(&JournalEntry::reason, "stale")));
  world.move(1, 1);
  EXPECT_EQ(offers_made(), 1u);
}

TEST_F(MatchingRoundsTest, ScheduledBookingsAreOfferedAheadOfTime) {
  world.online(1, 1);
  NewBooking later = world.wanted();
  later.scheduled_at = world.now() + minutes(20);
  ASSERT_TRUE(world.create(later));
  pass(minutes(5) - seconds(1), {{1, 1}});
  EXPECT_EQ(offers_made(), 0u);
  pass(seconds(1), {{1, 1}});
  EXPECT_EQ(offers_made(), 1u);
}

TEST_F(MatchingRoundsTest, ScheduledBookingsAreOfferedInTimeAlsoWhenTheClockSteps) {
  world.online(1, 1);
  NewBooking later = world.wanted();
  later.scheduled_at = world.now() + minutes(75);
  ASSERT_TRUE(world.create(later));
  world.loop.manual_clock().set_wall(world.now() + minutes(59));
  pass(minutes(1) - seconds(1), {{1, 1}});
  EXPECT_EQ(offers_made(), 0u);
  pass(seconds(2), {{1, 1}});
  EXPECT_EQ(offers_made(), 1u);
}

TEST_F(MatchingRoundsTest, APilotWhoLeavesLosesTheOffer) {
  world.online(1, 1);
  world.online(2, 2);
  world.book();
  world.go_offline(1);
  EXPECT_EQ(world.events.ends.back().second, OfferEnd::kCancelled);
  EXPECT_EQ(last_offer().pilot_id, pilot(2).pilot_id());
}

TEST_F(MatchingRoundsTest, ASuspendedPilotLeavesMatchingAtOnce) {
  world.online(1, 1);
  world.book();
  ASSERT_TRUE(world.store.write_now([&](StoreWrites& writes) {
    return writes.set_pilot_status(pilot(1).pilot_id(), PilotStatus::kSuspended, world.now());
  }));
  world.service->pilot_changed(pilot(1).pilot_id());
  world.loop.run();
  EXPECT_EQ(world.events.ends.back().second, OfferEnd::kCancelled);
  world.loop.advance(seconds(40));
  EXPECT_EQ(offers_made(), 1u);
}

TEST_F(MatchingRoundsTest, RepeatedSearchesDoNotRepeatTheJournal) {
  world.online(1, 1);
  ASSERT_TRUE(world.accept(1, world.book()));
  const BookingId id = world.book();
  pass(minutes(10), {{1, 1}});
  EXPECT_EQ(world.journal(id).size(), 1u);
}

TEST_F(MatchingRoundsTest, TheJournalTellsScoresAnswersAndLatency) {
  world.online(1, 1);
  world.online(2, 2);
  const BookingId id = world.book();
  world.loop.advance(seconds(4));
  ASSERT_TRUE(world.decline(1, last_offer().id));
  const auto rows = world.journal(id);
  ASSERT_EQ(rows.size(), 3u);
  const auto& asked = rows[0].pilot_id == pilot(1).pilot_id() ? rows[0] : rows[1];
  const auto& passed_over = rows[0].pilot_id == pilot(1).pilot_id() ? rows[1] : rows[0];
  EXPECT_EQ(asked.reason, "offered");
  EXPECT_EQ(asked.answer, OfferState::kDeclined);
  EXPECT_NEAR(asked.latency.value(), 4, 0.001);
  EXPECT_EQ(passed_over.reason, "lower_score");
  EXPECT_LT(passed_over.score.value(), asked.score.value());
  EXPECT_EQ(rows[2].reason, "offered");
}

TEST_F(MatchingRoundsTest, OffersSurviveARestartWithTheirExpiry) {
  world.online(1, 1);
  world.online(2, 2);
  world.book();
  const OfferId first = last_offer().id;
  world.loop.advance(seconds(20));
  world.service.reset();
  world.start();
  world.move(2, 2);
  EXPECT_EQ(offers_made(), 1u);
  world.loop.advance(seconds(10) - Duration(1));
  EXPECT_EQ(stored_state(first), OfferState::kPending);
  world.loop.advance(Duration(1));
  EXPECT_EQ(stored_state(first), OfferState::kTimeout);
  ASSERT_EQ(offers_made(), 2u);
  EXPECT_EQ(last_offer().pilot_id, pilot(2).pilot_id());
}

TEST_F(MatchingRoundsTest, ARestartGivesNobodyASixthOfferInARound) {
  for (int number = 1; number <= 7; ++number) world.online(number, number * 0.5);
  world.book();
  for (int number = 1; number <= 3; ++number) {
    world.loop.advance(Duration(1));
    ASSERT_TRUE(world.decline(number, last_offer().id));
  }
  world.service.reset();
  world.start();
  for (int number = 1; number <= 7; ++number) world.move(number, number * 0.5);
  for (int number = 4; number <= 5; ++number) ASSERT_TRUE(world.decline(number, last_offer().id));
  EXPECT_EQ(offers_made(), 5u);
}

TEST_F(MatchingRoundsTest, AStoreThatFailsDelaysOffersButLosesNone) {
  world.online(1, 1);
  world.book();
  const OfferId first = last_offer().id;
  world.store.set_failing(true);
  world.loop.advance(seconds(31));
  world.store.set_failing(false);
  EXPECT_THAT(world.events.ends, IsEmpty());
  world.loop.advance(seconds(1));
  EXPECT_EQ(stored_state(first), OfferState::kTimeout);
  EXPECT_EQ(world.events.ends.size(), 1u);
}

}  // namespace
}  // namespace waycast
