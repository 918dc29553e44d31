#include "simulate/invariants.h"

#include <gtest/gtest.h>

namespace waycast::simulate {
namespace {

const TimePoint kStart{std::chrono::milliseconds{1'767'225'600'000}};
constexpr std::chrono::milliseconds kSecond{1000};

TEST(BookingWatch, AcceptsADeliveryAsItShouldBe) {
  BookingWatch watch;
  EXPECT_EQ(watch.status("ACCEPTED"), "");
  EXPECT_EQ(watch.update(10, kStart), "");
  EXPECT_EQ(watch.update(12, kStart + kSecond), "");
  EXPECT_EQ(watch.status("ARRIVED_PICKUP"), "");
  EXPECT_EQ(watch.status("DELIVERED"), "");
}

TEST(BookingWatch, SeesAMarkerThatJumpsBack) {
  BookingWatch watch;
  watch.status("IN_TRANSIT");
  watch.update(10, kStart + kSecond);
  EXPECT_NE(watch.update(9, kStart + kSecond), "");
  EXPECT_NE(watch.update(10, kStart + kSecond), "");
  EXPECT_NE(watch.update(11, kStart), "");
}

TEST(BookingWatch, ASnapshotMayRepeatTheLastUpdateOnce) {
  BookingWatch watch;
  watch.status("IN_TRANSIT");
  watch.update(10, kStart);
  watch.reconnected();
  EXPECT_EQ(watch.update(10, kStart), "");
  EXPECT_NE(watch.update(10, kStart), "");
}

TEST(BookingWatch, SeesAPositionOutsideTheDelivery) {
  BookingWatch watch;
  EXPECT_NE(watch.update(1, kStart), "");
  watch.status("DELIVERED");
  EXPECT_NE(watch.update(2, kStart), "");
}

TEST(BookingWatch, SeesAStatusThatGoesBack) {
  BookingWatch watch;
  watch.status("PICKED_UP");
  EXPECT_NE(watch.status("ACCEPTED"), "");
}

TEST(Invariants, CountASecondWinnerAndAnOfferToABusyPilot) {
  Invariants invariants;
  invariants.won("b1", "p1");
  invariants.won("b1", "p1");
  EXPECT_EQ(invariants.violations(), 0U);
  invariants.won("b1", "p2");
  invariants.offered("p1", "b1");
  EXPECT_EQ(invariants.violations(), 2U);
  EXPECT_EQ(invariants.examples().size(), 2U);
}

}  // namespace
}  // namespace waycast::simulate
