// Offers from the pilots' side: who is asked, how an offer ends, and who is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tracking/dispatch/testing/offers_fixture.h"

namespace waycast {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::admin;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::error_of;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::pilot;
using testing::user;
using enum BookingStatus;

using OffersTest = testing::OffersFixture;

TEST_F(OffersTest, TheBestPilotIsAskedAndNobodyElse) {
  world.online(1, 2);
  world.online(2, 1);
  const BookingId id = world.book();
  EXPECT_THAT(world.events.log,
              ElementsAre("created " + id.str(), "offer " + id.str() + " to pilot-000002"));
  EXPECT_EQ(last_offer().expires_at, world.now() + seconds(30));
  EXPECT_NEAR(last_offer().pickup_distance, 1, 0.01);
}

TEST_F(OffersTest, AnOfferEndsOnTheMillisecondAndTheNextPilotIsAsked) {
  world.online(1, 1);
  world.online(2, 2);
  world.book();
  const OfferId first = last_offer().id;
  world.loop.advance(seconds(30) - Duration(1));
  EXPECT_EQ(offers_made(), 1u);
  EXPECT_EQ(stored_state(first), OfferState::kPending);
  world.loop.advance(Duration(1));
  ASSERT_EQ(world.events.ends.size(), 1u);
  EXPECT_EQ(world.events.ends[0].second, OfferEnd::kTimeout);
  EXPECT_EQ(stored_state(first), OfferState::kTimeout);
  ASSERT_EQ(offers_made(), 2u);
  EXPECT_EQ(last_offer().pilot_id, pilot(2).pilot_id());
  EXPECT_EQ(error_of(world.accept_offer(1, first)), "ERR_1407");
}

TEST_F(OffersTest, ADeclineAsksTheNextAtOnce) {
  world.online(1, 1);
  world.online(2, 2);
  world.book();
  const OfferId first = last_offer().id;
  EXPECT_TRUE(world.decline(1, first));
  EXPECT_EQ(last_offer().pilot_id, pilot(2).pilot_id());
  EXPECT_THAT(world.events.ends, IsEmpty()) << "who declined need not be told";
  EXPECT_EQ(error_of(world.decline(1, first)), "ERR_1408");
}

TEST_F(OffersTest, AnAcceptGivesTheBookingToThePilot) {
  world.online(1, 1);
  const BookingId id = world.book();
  const auto accepted = world.accept_offer(1, last_offer().id);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->booking.pilot_id, pilot(1).pilot_id());
  EXPECT_EQ(accepted->booking.status, kAccepted);
  EXPECT_EQ(world.events.log.back(), id.str() + " ACCEPTED by pilot:pilot-000001");
  world.loop.advance(minutes(2));
  EXPECT_THAT(world.events.ends, IsEmpty());
}

TEST_F(OffersTest, AWinnerWhoAsksAgainIsToldSoWhileTheBookingIsTheirs) {
  world.online(1, 1);
  const BookingId id = world.book();
  const OfferId offer = last_offer().id;
  std::vector<std::string> answers;
  const auto accept = [&] {
    world.service->accept_offer(pilot(1).pilot_id(), offer, world.loop,
                                Done<BookingDetails>([&](const Result<BookingDetails>& result) {
                                  answers.push_back(error_of(result));
                                }));
  };
  accept();
  accept();  // before the first is answered
  world.loop.run();
  EXPECT_THAT(answers, ::testing::ElementsAre("", ""));
  const auto told = world.events.log.size();
  EXPECT_EQ(world.accept_offer(1, offer)->booking.id, id);
  ASSERT_TRUE(world.change(pilot(1), id, BookingStatus::kArrivedPickup));
  EXPECT_EQ(world.accept_offer(1, offer)->booking.status, BookingStatus::kArrivedPickup);
  EXPECT_EQ(error_of(world.accept(1, id)), "");
  EXPECT_EQ(world.events.log.size(), told + 1) << "a repeat publishes nothing";
  world.start();  // a restart forgets nothing of it
  EXPECT_EQ(world.accept_offer(1, offer)->booking.id, id);
  ASSERT_TRUE(world.change(pilot(1), id, BookingStatus::kCancelled));
  EXPECT_EQ(error_of(world.accept_offer(1, offer)), "ERR_1408");
}

TEST_F(OffersTest, AnswersToWhatIsNotOnesOffer) {
  world.online(1, 1);
  world.book();
  EXPECT_EQ(error_of(world.accept_offer(2, last_offer().id)), "ERR_1308");
  EXPECT_EQ(error_of(world.accept_offer(1, OfferId("none"))), "ERR_1308");
  EXPECT_EQ(error_of(world.decline(2, last_offer().id)), "ERR_1308");
}

class OffersAtAStepOfTheClock : public testing::OffersFixture,
                                public ::testing::WithParamInterface<int> {
 protected:
  void step() { world.loop.manual_clock().set_wall(world.now() + std::chrono::hours(GetParam())); }
  std::size_t waiting_for(int number) {
    return world
        .ask<Dispatch::PilotOffers>([&](auto done) {
          world.service->offers_of(pilot(number).pilot_id(), world.loop, std::move(done));
        })
        ->pending.size();
  }
};

INSTANTIATE_TEST_SUITE_P(ForwardAndBack, OffersAtAStepOfTheClock, ::testing::Values(1, -1));

TEST_P(OffersAtAStepOfTheClock, AnOfferRunsForItsTime) {
  world.online(1, 1);
  world.book();
  const OfferId offer = last_offer().id;
  world.loop.advance(seconds(10));
  step();
  world.loop.advance(seconds(20) - Duration(1));
  EXPECT_EQ(waiting_for(1), 1u);
  EXPECT_EQ(stored_state(offer), OfferState::kPending);
  world.loop.advance(Duration(1));
  EXPECT_EQ(stored_state(offer), OfferState::kTimeout);
  EXPECT_THAT(world.events.ends, ::testing::SizeIs(1));
}

TEST_P(OffersAtAStepOfTheClock, AnAnswerInTimeIsOne) {
  world.online(1, 1);
  const BookingId id = world.book();
  step();
  world.loop.advance(seconds(29));
  EXPECT_EQ(error_of(world.accept_offer(1, last_offer().id)), "");
  EXPECT_EQ(world.journal(id).at(0).latency, 29);
  world.online(2, 1);
  world.book();
  step();
  world.loop.advance(seconds(29));
  EXPECT_EQ(error_of(world.decline(2, last_offer().id)), "");
}

TEST_P(OffersAtAStepOfTheClock, AfterARestartItEndsNoLaterThanANewOne) {
  world.online(1, 1);
  world.book();
  const OfferId offer = last_offer().id;
  world.service.reset();
  step();
  world.start();
  world.loop.advance(seconds(30));
  EXPECT_EQ(stored_state(offer), OfferState::kTimeout);
}

TEST_P(OffersAtAStepOfTheClock, APauseBetweenRoundsKeepsItsLength) {
  world.online(1, 1);
  world.book();
  pass(seconds(30), {{1, 1}});
  step();
  pass(seconds(14), {{1, 1}});
  EXPECT_EQ(offers_made(), 1u);
  pass(seconds(2), {{1, 1}});
  EXPECT_EQ(offers_made(), 2u);
}

TEST_F(OffersTest, TheLosersOfAFanoutAreTold) {
  DispatchSettings settings;
  settings.match.offer_fanout = 3;
  testing::DispatchWorld wide(settings);
  for (int number : {1, 2, 3, 4}) wide.online(number, number);
  const BookingId id = wide.book();
  ASSERT_EQ(wide.events.offers.size(), 3u);
  const OfferId lost = wide.events.offers[0].id, won = wide.events.offers[1].id;
  ASSERT_TRUE(wide.accept_offer(2, won));
  const std::string offer = "offer " + id.str();
  EXPECT_THAT(wide.events.log, Contains(offer + " to pilot-000001 ended: taken"));
  EXPECT_THAT(wide.events.log, Contains(offer + " to pilot-000003 ended: taken"));
  EXPECT_EQ(error_of(wide.accept_offer(1, lost)), "ERR_1408");
}

TEST_F(OffersTest, WhoeverTakesABookingWithoutAnOfferWithdrawsItFromOthers) {
  world.online(1, 1);
  const BookingId first = world.book();
  world.online(2, 2);
  ASSERT_TRUE(world.accept(2, first));
  EXPECT_THAT(world.events.log, Contains("offer " + first.str() + " to pilot-000001 ended: taken"));
  EXPECT_EQ(error_of(world.accept(1, first)), "ERR_1408");
  const auto rows = world.journal(first);
  EXPECT_THAT(rows, Contains(::testing::Field(&JournalEntry::reason, "accepted_directly")));
}

TEST_F(OffersTest, AWinnersOtherOfferIsCancelledAndOfferedToTheNext) {
  world.online(1, 1);
  world.add_user(3);
  const BookingId first = world.book();
  const auto second = world.create(world.wanted(3));
  world.online(2, 3);  // gets the second booking offered
  ASSERT_TRUE(second);
  ASSERT_EQ(last_offer().pilot_id, pilot(2).pilot_id());
  world.events.clear();
  ASSERT_TRUE(world.accept(2, first));
  const std::string other = "offer " + second->booking.id.str();
  EXPECT_THAT(world.events.log, Contains(other + " to pilot-000002 ended: cancelled"));
  EXPECT_THAT(world.events.log, Contains(other + " to pilot-000001")) << "now free again";
}

TEST_F(OffersTest, AcceptingTwiceIsTheSameAsOnce) {
  world.online(1, 1);
  const BookingId id = world.book();
  ASSERT_TRUE(world.accept(1, id));
  world.events.clear();
  EXPECT_TRUE(world.accept(1, id));
  EXPECT_THAT(world.events.log, IsEmpty());
}

TEST_F(OffersTest, ABusyPilotTakesNoSecondBooking) {
  world.online(1, 1);
  ASSERT_TRUE(world.accept(1, world.book()));
  world.add_user(3);
  const auto second = world.create(world.wanted(3));
  EXPECT_EQ(error_of(world.accept(1, second->booking.id)), "ERR_1402");
  EXPECT_THAT(world.journal(second->booking.id),
              ElementsAre(::testing::Field(&JournalEntry::reason, "busy")));
}

TEST_F(OffersTest, AnAdminAssignsAPilotWhoIsTold) {
  world.online(1, 1);
  const BookingId id = world.book();
  ASSERT_TRUE(world.ask<BookingDetails>([&](auto done) {
    world.service->assign(admin(), id, pilot(1).pilot_id(), world.loop, std::move(done));
  }));
  EXPECT_EQ(world.events.log.back(), id.str() + " ACCEPTED by admin:admin-000000");
  EXPECT_THAT(world.events.notices,
              Contains(::testing::Field(&Notification::title, "New delivery")));
}

TEST_F(OffersTest, ACancellationEndsTheOffers) {
  world.online(1, 1);
  const BookingId id = world.book();
  ASSERT_TRUE(world.change(user(0), id, kCancelled));
  EXPECT_EQ(world.events.log.back(), "offer " + id.str() + " to pilot-000001 ended: cancelled");
  EXPECT_EQ(stored_state(last_offer().id), OfferState::kCancelled);
  world.loop.advance(minutes(5));
  EXPECT_EQ(offers_made(), 1u);
  EXPECT_EQ(world.events.ends.size(), 1u);
}

}  // namespace
}  // namespace waycast
