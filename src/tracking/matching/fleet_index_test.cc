#include "tracking/matching/fleet_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace waycast {
namespace {

using Among = FleetIndex::Among;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const VehicleTypeId kBike("bike");
const VehicleTypeId kVan("van");
const VehicleTypeId kAny;

OnlinePilot pilot_at(const std::string& id, LatLng at, VehicleTypeId type = kBike) {
  OnlinePilot pilot;
  pilot.id = PilotId(id);
  pilot.is_approved = true;
  pilot.vehicles = {{VehicleId("vehicle-of-" + id), type}};
  pilot.position = FleetPosition{.pilot_id = pilot.id, .at = at};
  return pilot;
}

std::vector<std::string> names(const std::vector<FleetIndex::Found>& found) {
  std::vector<std::string> ids;
  for (const auto& one : found) ids.push_back(one.pilot->id.str());
  return ids;
}

std::vector<std::string> names(const std::vector<FleetPosition>& positions) {
  std::vector<std::string> ids;
  for (const auto& one : positions) ids.push_back(one.pilot_id.str());
  return ids;
}

TEST(FleetIndex, FindsTheNearestFirstWithinTheRadius) {
  FleetIndex fleet;
  fleet.put(pilot_at("far", {12.10, 77}));
  fleet.put(pilot_at("near", {12.01, 77}));
  fleet.put(pilot_at("middle", {12.03, 77}));
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kBike, Among::kFree, 10)),
              ElementsAre("near", "middle"));
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kBike, Among::kFree, 1)), ElementsAre("near"));
  EXPECT_NEAR(fleet.nearest({12, 77}, 5, kBike, Among::kFree, 1)[0].distance_km,
              haversine_km({12, 77}, {12.01, 77}), 1e-6);
}

TEST(FleetIndex, SearchesByVehicleType) {
  FleetIndex fleet;
  fleet.put(pilot_at("rider", {12.01, 77}, kBike));
  fleet.put(pilot_at("driver", {12.02, 77}, kVan));
  OnlinePilot both = pilot_at("both", {12.03, 77}, kBike);
  both.vehicles.push_back({VehicleId("second"), kVan});
  fleet.put(both);
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kVan, Among::kFree, 10)),
              ElementsAre("driver", "both"));
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kAny, Among::kAll, 10)),
              ElementsAre("rider", "driver", "both"));
}

TEST(FleetIndex, KeepsTheBusyAndTheOfferedApartFromTheFree) {
  FleetIndex fleet;
  for (const char* id : {"a", "b", "c"}) fleet.put(pilot_at(id, {12, 77}));
  fleet.update(PilotId("a"), [](OnlinePilot& pilot) { pilot.is_busy = true; });
  fleet.update(PilotId("b"), [](OnlinePilot& pilot) { pilot.has_offer = true; });
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kBike, Among::kFree, 10)), ElementsAre("c"));
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kBike, Among::kNotFree, 10)),
              UnorderedElementsAre("a", "b"));
  fleet.update(PilotId("a"), [](OnlinePilot& pilot) { pilot.is_busy = false; });
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kBike, Among::kFree, 10)),
              UnorderedElementsAre("a", "c"));
}

TEST(FleetIndex, FollowsAPilotAndForgetsOneWhoLeft) {
  FleetIndex fleet;
  fleet.put(pilot_at("a", {12, 77}));
  EXPECT_TRUE(fleet.move({.pilot_id = PilotId("a"), .at = {13, 77}}));
  EXPECT_THAT(names(fleet.nearest({12, 77}, 5, kBike, Among::kFree, 10)), IsEmpty());
  EXPECT_THAT(names(fleet.nearest({13, 77}, 5, kBike, Among::kFree, 10)), ElementsAre("a"));
  fleet.remove(PilotId("a"));
  EXPECT_THAT(names(fleet.nearest({13, 77}, 5, kBike, Among::kAll, 10)), IsEmpty());
  EXPECT_FALSE(fleet.move({.pilot_id = PilotId("a"), .at = {13, 77}}));
}

TEST(FleetIndex, AnOlderPositionDoesNotMoveAPilotBack) {
  FleetIndex fleet;
  OnlinePilot pilot = pilot_at("a", {12, 77});
  pilot.position->timestamp = TimePoint{Duration{2000}};
  fleet.put(pilot);
  EXPECT_FALSE(
      fleet.move({.pilot_id = pilot.id, .at = {13, 77}, .timestamp = TimePoint{Duration{1000}}}));
  EXPECT_EQ(fleet.find(pilot.id)->position->at, (LatLng{12, 77}));
}

TEST(FleetIndex, APilotMovesOnWhenTheServersClockIsSetBack) {
  FleetIndex fleet;
  OnlinePilot pilot = pilot_at("a", {12, 77});
  pilot.position->timestamp = TimePoint{Duration{3'600'000}};
  fleet.put(pilot);
  EXPECT_TRUE(
      fleet.move({.pilot_id = pilot.id, .at = {13, 77}, .timestamp = TimePoint{Duration{1000}}}));
}

TEST(FleetIndex, APilotWithoutAPositionIsNowhere) {
  FleetIndex fleet;
  OnlinePilot pilot = pilot_at("a", {0, 0});
  pilot.position.reset();
  fleet.put(pilot);
  EXPECT_THAT(names(fleet.nearest({0, 0}, 20'000, kBike, Among::kAll, 10)), IsEmpty());
  EXPECT_THAT(names(fleet.inside({90, -90, 180, -180})), IsEmpty());
  fleet.move({.pilot_id = pilot.id, .at = {1, 1}});
  EXPECT_THAT(names(fleet.inside({90, -90, 180, -180})), ElementsAre("a"));
}

TEST(FleetIndex, TheAntimeridianAndThePolesAreOrdinaryPlaces) {
  FleetIndex fleet;
  fleet.put(pilot_at("east", {10, 179.99}));
  fleet.put(pilot_at("west", {10, -179.98}));
  fleet.put(pilot_at("pole", {89.999, -90}));
  EXPECT_THAT(names(fleet.nearest({10, 180}, 5, kBike, Among::kFree, 10)),
              ElementsAre("east", "west"));
  EXPECT_THAT(names(fleet.nearest({89.999, 90}, 5, kBike, Among::kFree, 10)), ElementsAre("pole"));
  EXPECT_THAT(names(fleet.inside({.north = 11, .south = 9, .east = -179, .west = 179})),
              UnorderedElementsAre("east", "west"));
  EXPECT_THAT(names(fleet.inside({.north = 11, .south = 9, .east = 180, .west = 179})),
              ElementsAre("east"));
  EXPECT_THAT(names(fleet.inside({.north = 90, .south = 89, .east = 180, .west = -180})),
              ElementsAre("pole"));
}

TEST(FleetIndex, ABoxAndASearchAgreeWithCheckingEverybody) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> lat(-90, 90), lng(-180, 180), size(0, 40);
  FleetIndex fleet;
  std::vector<LatLng> places;
  for (int i = 0; i < 2000; ++i) {
    places.push_back({lat(random), lng(random)});
    fleet.put(pilot_at(std::to_string(i), places.back()));
  }
  for (int round = 0; round < 50; ++round) {
    const LatLng center{lat(random), lng(random)};
    const double radius = size(random) * 100;
    const GeoBox box{std::min(90.0, center.lat + size(random)),
                     std::max(-90.0, center.lat - size(random)), lng(random), lng(random)};
    std::size_t near = 0, inside = 0;
    for (const LatLng& at : places) {
      near += haversine_km(center, at) <= radius;
      inside += box.contains(at);
    }
    EXPECT_EQ(fleet.nearest(center, radius, kBike, Among::kAll, places.size()).size(), near);
    EXPECT_EQ(fleet.inside(box).size(), inside);
  }
}

}  // namespace
}  // namespace waycast
