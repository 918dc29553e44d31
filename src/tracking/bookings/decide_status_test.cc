#include "tracking/bookings/decide_status.h"

#include <gtest/gtest.h>

#include "tracking/bookings/testing/rows.h"

namespace waycast {
namespace {

using enum BookingStatus;
using testing::facts_of;
using testing::kRuleTime;

StatusRequest to_status(BookingStatus to) {
  StatusRequest request;
  request.booking_id = BookingId("booking-1");
  request.to = to;
  request.at = kRuleTime;
  return request;
}

Code refusal(const BookingFacts& facts, const StatusRequest& request) {
  const auto decision = decide_status(facts, request);
  return decision ? Code::kInternal : decision.error().code;
}

TEST(DecideStatus, EachStepIsTakenInItsTurnAndNoneElse) {
  const auto all = {kPending,   kAccepted,    kArrivedPickup, kPickedUp,
                    kInTransit, kArrivedDrop, kDelivered,     kCancelled};
  for (const BookingStatus from : all) {
    for (const BookingStatus to : all) {
      const auto decision = decide_status(facts_of(from), to_status(to));
      const bool is_accept = to == kAccepted && from == kPending;  // needs a pilot
      const bool is_allowed = from == to || (may_change(from, to) && !is_accept);
      EXPECT_EQ(decision.has_value(), is_allowed) << to_string(from) << " " << to_string(to);
      if (decision) continue;
      EXPECT_EQ(decision.error().code, Code::kInvalidStatusChange);
    }
  }
}

TEST(DecideStatus, WhatIsThereAlreadySucceedsAndWritesNothing) {
  const auto decision = decide_status(facts_of(kPickedUp), to_status(kPickedUp));
  ASSERT_TRUE(decision);
  EXPECT_FALSE(decision->change.changed());
  EXPECT_FALSE(decision->write);
}

TEST(DecideStatus, OnlyWhoOwnsTheBookingAsks) {
  EXPECT_EQ(decide_status(std::nullopt, to_status(kCancelled)).error().code,
            Code::kBookingNotFound);
  StatusRequest stranger = to_status(kArrivedPickup);
  stranger.by_pilot = PilotId("pilot-2");
  EXPECT_EQ(refusal(facts_of(kAccepted), stranger), Code::kNotYours);
  StatusRequest customer = to_status(kArrivedPickup);
  customer.by_user = UserId("user-1");
  EXPECT_EQ(refusal(facts_of(kAccepted), customer), Code::kForbidden);
  customer.by_user = UserId("user-2");
  EXPECT_EQ(refusal(facts_of(kAccepted), customer), Code::kNotYours);
}

TEST(DecideStatus, EachHandoverHasACodeOfItsOwn) {
  StatusRequest pickup = to_status(kPickedUp);
  pickup.require_otp = true;
  EXPECT_EQ(decide_status(facts_of(kArrivedPickup), pickup).error().message, "otp is required");
  pickup.otp = "2222";
  EXPECT_EQ(decide_status(facts_of(kArrivedPickup), pickup).error().message, "otp is wrong");
  pickup.otp = "1111";
  EXPECT_TRUE(decide_status(facts_of(kArrivedPickup), pickup));
  StatusRequest delivery = to_status(kDelivered);
  delivery.require_otp = true;
  delivery.otp = "2222";
  EXPECT_TRUE(decide_status(facts_of(kArrivedDrop), delivery));
  StatusRequest between = to_status(kInTransit);
  between.require_otp = true;
  EXPECT_TRUE(decide_status(facts_of(kPickedUp), between));
}

TEST(DecideStatus, ADeliveryPaidInCashIsPaidAndFreesThePilot) {
  StatusRequest deliver = to_status(kDelivered);
  deliver.delivery_photo = "door.jpg";
  const auto decision = decide_status(facts_of(kArrivedDrop), deliver);
  ASSERT_TRUE(decision);
  const BookingWrite& rows = decision->write.value();
  EXPECT_EQ(rows.before, kArrivedDrop);
  EXPECT_EQ(rows.booking.payment_status, PaymentStatus::kCompleted);
  EXPECT_EQ(rows.booking.delivered_at, kRuleTime);
  EXPECT_EQ(rows.booking.delivery_photo, "door.jpg");
  EXPECT_EQ(rows.assignment, BookingWrite::Assignment::kEnds);
  EXPECT_EQ(rows.history.status, kDelivered);
  EXPECT_EQ(rows.earning.value().amount, 80.44);
  EXPECT_EQ(rows.totals.value().deliveries, 1);
  EXPECT_EQ(rows.notices.size(), 2U) << "the customer and the pilot, of an admin's change";
}

TEST(DecideStatus, OtherMeansOfPaymentAreNotPaidByDelivering) {
  BookingFacts facts = facts_of(kArrivedDrop);
  facts.details.booking.payment_method = PaymentMethod::kCard;
  const auto decision = decide_status(facts, to_status(kDelivered));
  EXPECT_EQ(decision->write->booking.payment_status, PaymentStatus::kPending);
}

TEST(DecideStatus, ACancellationEndsTheOffers) {
  BookingFacts facts = facts_of(kPending);
  facts.pending_offers = {testing::rule_offer("o1", "pilot-1"),
                          testing::rule_offer("o2", "pilot-2")};
  StatusRequest cancel = to_status(kCancelled);
  cancel.by_user = UserId("user-1");
  cancel.reason = "found another";
  const auto decision = decide_status(facts, cancel);
  ASSERT_TRUE(decision);
  EXPECT_EQ(decision->write->booking.cancel_reason, "found another");
  EXPECT_EQ(decision->write->booking.cancelled_at, kRuleTime);
  EXPECT_EQ(decision->write->history.note, "found another");
  EXPECT_TRUE(decision->write->notices.empty()) << "nobody is told of their own doing";
  ASSERT_EQ(decision->change.withdrawn.size(), 2U);
  EXPECT_EQ(decision->change.withdrawn[1].state, OfferState::kCancelled);
  EXPECT_EQ(decision->write->ended_offers.size(), 2U);
  EXPECT_FALSE(decision->write->earning);
}

}  // namespace
}  // namespace waycast
