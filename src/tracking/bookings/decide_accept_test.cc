#include "tracking/bookings/decide_accept.h"

#include <gtest/gtest.h>

#include "tracking/bookings/testing/rows.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;
using testing::kRuleTime;
using testing::rule_booking;
using testing::rule_offer;
using testing::rule_pilot;

Vehicle bike(const char* id) {
  Vehicle vehicle;
  vehicle.id = VehicleId(id);
  vehicle.vehicle_type_id = VehicleTypeId("bike");
  vehicle.is_verified = true;
  return vehicle;
}

AcceptFacts open_booking() {
  AcceptFacts facts;
  facts.details = BookingDetails{};
  facts.details->booking = rule_booking(BookingStatus::kPending);
  facts.pilot = rule_pilot();
  facts.vehicles = {bike("v1"), bike("v2")};
  return facts;
}

AcceptRequest by_pilot() {
  AcceptRequest request;
  request.booking_id = BookingId("booking-1");
  request.pilot_id = PilotId("pilot-1");
  request.at = kRuleTime;
  return request;
}

Code accept_refusal(const AcceptFacts& facts, const AcceptRequest& request = by_pilot()) {
  const auto decision = decide_accept(facts, request);
  return decision ? Code::kInternal : decision.error().code;
}

TEST(DecideAccept, TheWinnerHasTheBookingWithTheirFirstFittingVehicle) {
  AcceptFacts facts = open_booking();
  facts.vehicles[0].is_verified = false;
  const auto decision = decide_accept(facts, by_pilot());
  ASSERT_TRUE(decision);
  const BookingDetails& details = decision->outcome.change.details;
  EXPECT_EQ(details.booking.pilot_id, PilotId("pilot-1"));
  EXPECT_EQ(details.booking.vehicle_id, VehicleId("v2"));
  EXPECT_EQ(details.booking.accepted_at, kRuleTime);
  EXPECT_EQ(details.pilot_name, "Asha");
  EXPECT_EQ(decision->write.before, BookingStatus::kPending);
  EXPECT_EQ(decision->write.assignment, BookingWrite::Assignment::kBegins);
  EXPECT_EQ(decision->write.history.status, BookingStatus::kAccepted);
}

TEST(DecideAccept, OnlyAPendingBookingIsWon) {
  AcceptFacts facts = open_booking();
  facts.details->booking.status = BookingStatus::kAccepted;
  EXPECT_EQ(accept_refusal(facts), Code::kOfferAnswered);
  facts.details->booking.status = BookingStatus::kCancelled;
  EXPECT_EQ(accept_refusal(facts), Code::kAlreadyFinished);
  facts.details.reset();
  EXPECT_EQ(accept_refusal(facts), Code::kBookingNotFound);
}

TEST(DecideAccept, OnlyAFreePilotWhoMayWorkWins) {
  AcceptFacts facts = open_booking();
  facts.is_on_booking = true;
  EXPECT_EQ(accept_refusal(facts), Code::kPilotNotAvailable);
  facts = open_booking();
  facts.pilot->status = PilotStatus::kPending;
  EXPECT_EQ(accept_refusal(facts), Code::kPilotNotApproved);
  facts.pilot->is_active = false;
  EXPECT_EQ(accept_refusal(facts), Code::kSuspended);
  facts.pilot.reset();
  EXPECT_EQ(accept_refusal(facts), Code::kPilotNotFound);
}

TEST(DecideAccept, AnAdminMayAssignWhoIsOffline) {
  AcceptFacts facts = open_booking();
  facts.pilot->is_online = false;
  EXPECT_EQ(accept_refusal(facts), Code::kPilotNotAvailable);
  AcceptRequest assigned = by_pilot();
  assigned.by_admin = true;
  const auto decision = decide_accept(facts, assigned);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->write.journal.at(0).reason, "assigned");
  EXPECT_EQ(decision->write.notices.size(), 2U) << "the pilot is told too";
}

TEST(DecideAccept, AVehicleOfTheBookingsTypeIsNeeded) {
  AcceptFacts facts = open_booking();
  AcceptRequest named = by_pilot();
  named.vehicle_id = VehicleId("v2");
  EXPECT_EQ(decide_accept(facts, named)->outcome.change.details.booking.vehicle_id,
            VehicleId("v2"));
  named.vehicle_id = VehicleId("of somebody else");
  EXPECT_EQ(accept_refusal(facts, named), Code::kVehicleNotFound);
  facts.details->booking.vehicle_type_id = VehicleTypeId("van");
  EXPECT_EQ(accept_refusal(facts), Code::kVehicleNotFound);
}

TEST(DecideAccept, AnOfferMustBeThePilotsOpenAndInTime) {
  AcceptFacts facts = open_booking();
  AcceptRequest request = by_pilot();
  request.offer_id = OfferId("o1");
  EXPECT_EQ(accept_refusal(facts, request), Code::kOfferNotFound);
  facts.answered = rule_offer("o1", "pilot-2");
  EXPECT_EQ(accept_refusal(facts, request), Code::kOfferNotFound);
  facts.answered = rule_offer("o1", "pilot-1", "booking-2");
  EXPECT_EQ(accept_refusal(facts, request), Code::kOfferNotFound);
  facts.answered = rule_offer("o1", "pilot-1");
  facts.answered->state = OfferState::kTaken;
  EXPECT_EQ(accept_refusal(facts, request), Code::kOfferAnswered);
  facts.answered->state = OfferState::kPending;
  request.at = kRuleTime + 40s;
  EXPECT_EQ(accept_refusal(facts, request), Code::kOfferExpired);
  request.answered_at = kRuleTime + 29s;
  EXPECT_TRUE(decide_accept(facts, request)) << "by when the answer came";
}

TEST(DecideAccept, EveryOtherOfferEnds) {
  AcceptFacts facts = open_booking();
  facts.answered = rule_offer("o1", "pilot-1");
  facts.of_booking = {*facts.answered, rule_offer("o2", "pilot-2")};
  facts.of_pilot = {rule_offer("o3", "pilot-1", "booking-2")};
  AcceptRequest request = by_pilot();
  request.offer_id = OfferId("o1");
  const auto decision = decide_accept(facts, request);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->outcome.own.value().state, OfferState::kAccepted);
  EXPECT_EQ(decision->outcome.taken.at(0).id, OfferId("o2"));
  EXPECT_EQ(decision->outcome.taken.at(0).state, OfferState::kTaken);
  EXPECT_EQ(decision->outcome.withdrawn.at(0).id, OfferId("o3"));
  EXPECT_EQ(decision->outcome.withdrawn.at(0).state, OfferState::kCancelled);
  EXPECT_EQ(decision->write.ended_offers.size(), 3U);
  EXPECT_TRUE(decision->write.journal.empty()) << "the offer explains the winner";
}

TEST(DecideAccept, AnOfferThatWasOverTimesOutThoughThePilotWinsByAnotherPath) {
  AcceptFacts facts = open_booking();
  facts.of_booking = {rule_offer("o1", "pilot-1")};
  AcceptRequest request = by_pilot();
  request.at = kRuleTime + 31s;
  request.place = {1.5, 4.0};
  const auto decision = decide_accept(facts, request);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->outcome.own.value().state, OfferState::kTimeout);
  const JournalEntry& entry = decision->write.journal.at(0);
  EXPECT_EQ(entry.reason, "accepted_directly");
  EXPECT_EQ(entry.distance, 1.5);
  EXPECT_EQ(entry.position_age, 4.0);
}

}  // namespace
}  // namespace waycast
