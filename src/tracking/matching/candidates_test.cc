#include "tracking/matching/candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace waycast {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr double kDegreesPerKm = 1 / 111.194926645;

class CandidatesTest : public ::testing::Test {
 protected:
  FleetIndex fleet;
  MatchSettings settings;
  CandidateSearch search{.at = {12, 77},
                         .vehicle_type = VehicleTypeId("bike"),
                         .now = TimePoint{Duration{1'000'000}},
                         .excludes = [](const PilotId&) { return false; }};

  OnlinePilot pilot_at(const std::string& id, double km) {
    OnlinePilot pilot;
    pilot.id = PilotId(id);
    pilot.is_approved = true;
    pilot.rating = 4;
    pilot.vehicles = {{VehicleId(id + "'s bike"), VehicleTypeId("bike")}};
    pilot.position = FleetPosition{.pilot_id = pilot.id,
                                   .at = {12 + km * kDegreesPerKm, 77},
                                   .timestamp = search.now - std::chrono::seconds(3)};
    return pilot;
  }
  std::vector<std::string> ranked() {
    std::vector<std::string> ids;
    for (const auto& one : find_candidates(fleet, settings, search).ranked) {
      ids.push_back(one.pilot_id.str());
    }
    return ids;
  }
  std::map<std::string, std::string> refused() {
    std::map<std::string, std::string> reasons;
    for (const auto& one : find_candidates(fleet, settings, search).refused) {
      reasons[one.pilot_id.str()] = one.reason;
    }
    return reasons;
  }
};

TEST_F(CandidatesTest, TheBestScoreComesFirstAndTheNearerOfEquals) {
  fleet.put(pilot_at("near", 1));
  fleet.put(pilot_at("nearer", 0.9));
  OnlinePilot star = pilot_at("star", 2);
  star.rating = 5;
  star.deliveries = 999;
  fleet.put(star);
  EXPECT_THAT(ranked(), ElementsAre("star", "nearer", "near"));
}

TEST_F(CandidatesTest, TheRadiusGrowsOnlyUntilSomebodyIsFound) {
  fleet.put(pilot_at("at 6.5 km", 6.5));
  fleet.put(pilot_at("at 8 km", 8));
  EXPECT_THAT(ranked(), ElementsAre("at 6.5 km"));
  search.wanted = 2;
  EXPECT_THAT(ranked(), ElementsAre("at 6.5 km", "at 8 km"));
}

TEST_F(CandidatesTest, NobodyBeyondTheLastRadius) {
  fleet.put(pilot_at("at 14.9 km", 14.9));
  fleet.put(pilot_at("at 15.1 km", 15.1));
  search.wanted = 2;
  EXPECT_THAT(ranked(), ElementsAre("at 14.9 km"));
}

TEST_F(CandidatesTest, SaysWhyOthersNearbyAreNoCandidates) {
  OnlinePilot busy = pilot_at("busy", 1), offered = pilot_at("offered", 1);
  OnlinePilot rejected = pilot_at("rejected", 1), silent = pilot_at("silent", 1);
  OnlinePilot walker = pilot_at("walker", 1);
  busy.is_busy = true;
  offered.has_offer = true;
  rejected.is_approved = false;
  silent.position->timestamp = search.now - settings.position_max_age;
  walker.vehicles.clear();
  for (const auto& pilot : {busy, offered, rejected, silent, walker}) fleet.put(pilot);
  EXPECT_THAT(ranked(), IsEmpty());
  EXPECT_THAT(refused(),
              UnorderedElementsAre(Pair("busy", "busy"), Pair("offered", "has_offer"),
                                   Pair("rejected", "not_approved"), Pair("silent", "stale"),
                                   Pair("walker", "vehicle_type")));
}

TEST_F(CandidatesTest, APositionOfJustUnderAMinuteIsFresh) {
  OnlinePilot pilot = pilot_at("ana", 1);
  pilot.position->timestamp = search.now - settings.position_max_age + Duration(1);
  fleet.put(pilot);
  EXPECT_THAT(ranked(), ElementsAre("ana"));
}

TEST_F(CandidatesTest, TheExcludedAreNeitherCandidatesNorRefused) {
  fleet.put(pilot_at("asked", 1));
  OnlinePilot offered = pilot_at("offered", 1);
  offered.has_offer = true;
  fleet.put(offered);
  search.excludes = [](const PilotId&) { return true; };
  EXPECT_THAT(ranked(), IsEmpty());
  EXPECT_THAT(refused(), IsEmpty());
}

TEST_F(CandidatesTest, ManyBusyPilotsNearbyDoNotHideAFreeOne) {
  for (int i = 0; i < 500; ++i) {
    OnlinePilot busy = pilot_at(std::to_string(i), 0.1);
    busy.is_busy = true;
    fleet.put(busy);
  }
  fleet.put(pilot_at("free", 4));
  EXPECT_THAT(ranked(), ElementsAre("free"));
}

}  // namespace
}  // namespace waycast
