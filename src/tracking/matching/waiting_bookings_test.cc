#include "tracking/matching/waiting_bookings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace waycast {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const VehicleTypeId kWaitingBike("bike"), kWaitingVan("van");

LatLng north_of_origin(double km) { return {km / 111.194926645, 0}; }

TEST(WaitingBookings, TheNearestOfTheTypeWithinTheRadiusComeFirst) {
  WaitingBookings waiting;
  waiting.add(BookingId("far"), kWaitingBike, north_of_origin(9));
  waiting.add(BookingId("near"), kWaitingBike, north_of_origin(1));
  waiting.add(BookingId("beyond"), kWaitingBike, north_of_origin(11));
  waiting.add(BookingId("van"), kWaitingVan, north_of_origin(0));
  EXPECT_THAT(waiting.near({0, 0}, 10, kWaitingBike, 9),
              ElementsAre(BookingId("near"), BookingId("far")));
  EXPECT_THAT(waiting.near({0, 0}, 10, VehicleTypeId("truck"), 9), IsEmpty());
}

TEST(WaitingBookings, OfOnePickupTheOldestComeFirst) {
  WaitingBookings waiting;
  for (const char* id : {"3", "1", "2"}) waiting.add(BookingId(id), kWaitingBike, {0, 0});
  EXPECT_THAT(waiting.near({0, 0}, 1, kWaitingBike, 2),
              ElementsAre(BookingId("1"), BookingId("2")));
  waiting.remove(BookingId("1"));
  EXPECT_THAT(waiting.near({0, 0}, 1, kWaitingBike, 9),
              ElementsAre(BookingId("2"), BookingId("3")));
}

TEST(WaitingBookings, WhatLeftIsNotFoundAndItsPlaceIsUsedAgain) {
  WaitingBookings waiting;
  waiting.add(BookingId("a"), kWaitingBike, {0, 0});
  waiting.remove(BookingId("a"));
  waiting.remove(BookingId("a"));
  EXPECT_EQ(waiting.size(), 0U);
  waiting.add(BookingId("b"), kWaitingVan, {1, 1});
  EXPECT_THAT(waiting.near({0, 0}, 10, kWaitingBike, 9), IsEmpty());
  EXPECT_THAT(waiting.near({1, 1}, 10, kWaitingVan, 9), ElementsAre(BookingId("b")));
}

}  // namespace
}  // namespace waycast
