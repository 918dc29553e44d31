#include "tracking/bookings/decide_offer.h"

#include <gtest/gtest.h>

#include "tracking/bookings/testing/rows.h"

namespace waycast {
namespace {

using namespace std::chrono_literals;
using testing::kRuleTime;
using testing::rule_offer;

TEST(DecideOffer, APilotDeclinesTheirOwnOfferInTime) {
  const PilotId pilot("pilot-1");
  const auto declined =
      decide_offer_end(rule_offer("o", "pilot-1"), pilot, OfferState::kDeclined, kRuleTime + 2s);
  ASSERT_TRUE(declined);
  EXPECT_EQ(declined->state, OfferState::kDeclined);
  EXPECT_EQ(declined->latency(), 2.0);
  const auto decline = [](const std::optional<Offer>& offer, TimePoint at) {
    return decide_offer_end(offer, PilotId("pilot-1"), OfferState::kDeclined, at).error().code;
  };
  EXPECT_EQ(decline(rule_offer("o", "pilot-1"), kRuleTime + 30s), Code::kOfferExpired);
  EXPECT_EQ(decline(rule_offer("o", "pilot-2"), kRuleTime), Code::kOfferNotFound);
  EXPECT_EQ(decline(std::nullopt, kRuleTime), Code::kOfferNotFound);
}

TEST(DecideOffer, TheServerEndsAPendingOfferAtAnyMomentAndOnce) {
  const auto over = decide_offer_end(rule_offer("o", "pilot-1"), std::nullopt, OfferState::kTimeout,
                                     kRuleTime + 31s);
  ASSERT_TRUE(over);
  EXPECT_EQ(decide_offer_end(*over, std::nullopt, OfferState::kCancelled, kRuleTime).error().code,
            Code::kOfferExpired);
}

}  // namespace
}  // namespace waycast
