#include "tracking/matching/coarse_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace waycast {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

const CoarseGrid kGrid(1);

void stand(FleetIndex& fleet, const std::string& id, LatLng at, const std::string& type = "bike") {
  OnlinePilot pilot;
  pilot.id = PilotId(id);
  pilot.vehicles = {{VehicleId("vehicle-of-" + id), VehicleTypeId(type)}};
  pilot.position = FleetPosition{.pilot_id = pilot.id, .at = at};
  fleet.put(std::move(pilot));
}

// Somewhere else in the cell of `at`, also close to its edges.
LatLng beside(LatLng at, std::mt19937& random) {
  std::uniform_real_distribution<double> degrees(-0.02, 0.02);
  for (;;) {
    const LatLng other{at.lat + degrees(random), at.lng + degrees(random)};
    if (kGrid.cell_of(other) == kGrid.cell_of(at)) return other;
  }
}

std::string shown(const std::vector<Dispatch::NearbyCell>& found) {
  std::string out;
  for (const auto& one : found) {
    out += one.vehicle_type_id.str() + " " + std::to_string(one.distance_km) + "\n";
  }
  return out;
}

TEST(CoarseGrid, HasCellsOfTheAskedSize) {
  for (const double lat : {-89.9, -60.0, 0.0, 12.97, 52.5, 89.999}) {
    const LatLng at{lat, 77.59};
    const auto cell = kGrid.cell_of(at);
    const LatLng centre = kGrid.centre_of(cell);
    EXPECT_EQ(kGrid.cell_of(centre), cell) << lat;
    EXPECT_LT(haversine_km(at, centre), 0.75) << lat;
  }
  EXPECT_NEAR(haversine_km(kGrid.centre_of({12'000, 5'000}), kGrid.centre_of({12'001, 5'000})), 1,
              0.3);
}

TEST(CoarseGrid, TakesTheEdgesOfTheEarth) {
  for (const LatLng edge : {LatLng{90, 180}, LatLng{-90, -180}, LatLng{0, 180}, LatLng{90, 0}}) {
    EXPECT_LT(haversine_km(edge, kGrid.centre_of(kGrid.cell_of(edge))), 0.75);
  }
}

// Whatever the place, radius and limit: a pilot anywhere in the same cell gives the same answer.
TEST(CoarseSearch, TellsNoMoreOfAPilotThanTheirCell) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> radius(0.1, 8), degrees(-0.06, 0.06);
  const LatLng home{12.9716, 77.5946};
  for (int round = 0; round < 300; ++round) {
    FleetIndex one, other;
    for (int i = 0; i < 5; ++i) {
      const LatLng at{home.lat + degrees(random), home.lng + degrees(random)};
      const std::string type = i % 2 == 0 ? "bike" : "van";
      stand(one, std::to_string(i), at, type);
      stand(other, std::to_string(4 - i), beside(at, random), type);
    }
    const LatLng asked{home.lat + degrees(random), home.lng + degrees(random)};
    const double km = radius(random);
    for (const std::size_t limit : {1U, 2U, 3U, 100U}) {
      const auto want = shown(coarse_nearest(one, kGrid, asked, km, {}, limit));
      EXPECT_EQ(shown(coarse_nearest(other, kGrid, asked, km, {}, limit)), want);
      EXPECT_EQ(shown(coarse_nearest(one, kGrid, beside(asked, random), km, {}, limit)), want);
    }
  }
}

// What a stranger did: move the place asked for, and read where the answer changes. The edges that
// they find are the grid's, wherever in the cell the pilot stands.
TEST(CoarseSearch, ASearchForTheEdgeOfTheRadiusFindsTheSamePlaceForAllOfACell) {
  const auto edge = [](LatLng pilot) {
    FleetIndex fleet;
    stand(fleet, "p", pilot);
    double inside = 77.60, outside = 77.80;
    for (int question = 0; question < 58; ++question) {
      const double middle = (inside + outside) / 2;
      const bool is_near = !coarse_nearest(fleet, kGrid, {12.9716, middle}, 3, {}, 1).empty();
      (is_near ? inside : outside) = middle;
    }
    return inside;
  };
  std::mt19937 random(11);
  const LatLng at{12.9716, 77.6003};
  const double found = edge(at);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(edge(beside(at, random)), found);
}

TEST(CoarseSearch, FindsByTypeRadiusAndLimitAcrossTheAntimeridianAndAtAPole) {
  FleetIndex fleet;
  stand(fleet, "west", {0, 179.99});
  stand(fleet, "east", {0, -179.99}, "van");
  stand(fleet, "pole", {89.99, -100});
  const VehicleTypeId van("van");
  EXPECT_THAT(coarse_nearest(fleet, kGrid, {0, 179.999}, 5, {}, 10), SizeIs(2));
  EXPECT_THAT(coarse_nearest(fleet, kGrid, {0, -179.999}, 5, {}, 1), SizeIs(1));
  EXPECT_THAT(coarse_nearest(fleet, kGrid, {0, 179.999}, 5, van, 10), SizeIs(1));
  EXPECT_THAT(coarse_nearest(fleet, kGrid, {0, 179.9}, 5, van, 10), IsEmpty());
  EXPECT_THAT(coarse_nearest(fleet, kGrid, {89.99, 80}, 5, {}, 10), SizeIs(1));
}

}  // namespace
}  // namespace waycast
