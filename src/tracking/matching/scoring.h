// How good a pilot is for a booking (docs/domain.md, "Matching"): closeness, rating, experience and
// acceptance rate, each within [0, 1], added by their weights.
#pragma once

#include "tracking/matching/match_settings.h"

namespace waycast {

struct ScoreInput {
  double distance_km = 0;
  double radius_km = 0;  // of the search that found the pilot
  double rating = 0;     // 0..5
  int deliveries = 0;
  int offers_received = 0;
  int offers_accepted = 0;
};

double score_pilot(const ScoreInput& pilot, const ScoreWeights& weights = {});

}  // namespace waycast
