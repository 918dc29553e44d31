#include "tracking/matching/scoring.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

TEST(Scoring, APerfectPilotScoresOne) {
  EXPECT_DOUBLE_EQ(score_pilot({.distance_km = 0, .radius_km = 5, .rating = 5, .deliveries = 999}),
                   1.0);
}

TEST(Scoring, WeighsThePartsAsTheContractSays) {
  const ScoreInput pilot{.distance_km = 2.5,
                         .radius_km = 5,
                         .rating = 4,
                         .deliveries = 9,
                         .offers_received = 4,
                         .offers_accepted = 1};
  EXPECT_NEAR(score_pilot(pilot), 0.4 * 0.5 + 0.3 * 0.8 + 0.2 / 3 + 0.1 * 0.25, 1e-12);
}

TEST(Scoring, TheWeightsCanBeTuned) {
  const ScoreInput pilot{.distance_km = 2.5, .radius_km = 5, .rating = 4, .deliveries = 9};
  const ScoreWeights only_rating{.closeness = 0, .rating = 1, .experience = 0, .acceptance = 0};
  EXPECT_DOUBLE_EQ(score_pilot(pilot, only_rating), 0.8);
}

TEST(Scoring, ExperienceIsCapped) {
  const ScoreInput thousand{.distance_km = 1, .radius_km = 5, .rating = 3, .deliveries = 999};
  ScoreInput million = thousand;
  million.deliveries = 1'000'000;
  EXPECT_DOUBLE_EQ(score_pilot(thousand), score_pilot(million));
}

TEST(Scoring, APilotWithoutOffersCountsAsAcceptingAll) {
  ScoreInput fresh{.distance_km = 1, .radius_km = 5, .rating = 3};
  ScoreInput refusing = fresh;
  refusing.offers_received = 10;
  EXPECT_NEAR(score_pilot(fresh) - score_pilot(refusing), 0.1, 1e-12);
}

}  // namespace
}  // namespace waycast
