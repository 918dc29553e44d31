#include "simulate/city.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulate/hybrid_sender.h"
#include "simulate/traveller.h"

namespace waycast::simulate {
namespace {

using std::chrono::milliseconds;

TEST(City, IsTheSameForTheSameSeed) {
  const City a(7), b(7), c(8);
  EXPECT_EQ(a.at(100), b.at(100));
  EXPECT_NE(a.at(100), c.at(100));
  EXPECT_GT(a.segments(), 2500U);
}

TEST(City, EveryCrossingIsReachableOverStreets) {
  const City city(3);
  Random random(1);
  for (int i = 0; i < 50; ++i) {
    const Crossing from = city.random_crossing(random), to = city.random_crossing(random);
    const auto way = city.way(from, to);
    ASSERT_EQ(way.front(), from);
    ASSERT_EQ(way.back(), to);
    for (std::size_t k = 1; k < way.size(); ++k) {
      EXPECT_TRUE(std::ranges::count(city.neighbours(way[k - 1]), way[k])) << k;
    }
  }
}

TEST(Traveller, ArrivesAndNeverJumps) {
  const City city(3);
  Traveller traveller(city, 0, Random(5));
  const auto destination = static_cast<Crossing>(city.size() - 1);
  traveller.go_to(destination);
  LatLng before = traveller.at();
  for (int second = 0; second < 7200 && !traveller.arrived(); ++second) {
    traveller.move(1);
    EXPECT_LE(haversine_km(before, traveller.at()) * 1000, 16.0);
    before = traveller.at();
  }
  EXPECT_EQ(traveller.at(), city.at(destination));
}

TEST(Traveller, MayChangeItsMindInTheMiddleOfAStreet) {
  const City city(3);
  Traveller traveller(city, 0, Random(5));
  traveller.go_to(500);
  traveller.move(7);
  traveller.go_to(2);
  for (int second = 0; second < 3600 && !traveller.arrived(); ++second) traveller.move(1);
  EXPECT_EQ(traveller.at(), city.at(2));
}

TEST(HybridSender, SendsOnFiftyMetresOrTenSeconds) {
  HybridSender sender({});
  const SteadyTime start{milliseconds{1000}};
  const LatLng here{12.97, 77.59}, near{12.97, 77.5901}, far{12.97, 77.5906};
  EXPECT_TRUE(sender.due(Duty::kDelivering, here, start));
  EXPECT_FALSE(sender.due(Duty::kDelivering, near, start + milliseconds{5000}));
  EXPECT_TRUE(sender.due(Duty::kDelivering, far, start + milliseconds{5001}));
  EXPECT_FALSE(sender.due(Duty::kDelivering, far, start + milliseconds{15'000}));
  EXPECT_TRUE(sender.due(Duty::kDelivering, far, start + milliseconds{15'001}));
}

TEST(HybridSender, AnIdlePilotStaysEligibleAndAnOfflineOneIsSilent) {
  HybridSender sender({});
  const SteadyTime start{milliseconds{1000}};
  const LatLng here{12.97, 77.59};
  EXPECT_TRUE(sender.due(Duty::kOnline, here, start));
  EXPECT_FALSE(sender.due(Duty::kOnline, here, start + milliseconds{29'999}));
  EXPECT_TRUE(sender.due(Duty::kOnline, here, start + milliseconds{30'000}));
  EXPECT_FALSE(sender.due(Duty::kOffline, here, start + milliseconds{99'000}));
}

}  // namespace
}  // namespace waycast::simulate
