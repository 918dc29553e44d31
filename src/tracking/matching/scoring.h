// How good a pilot is for a booking (contract, "Matching"): 0.4 closeness + 0.3 rating + 0.2
// experience
// + 0.1 acceptance rate, each within [0, 1].
#pragma once

namespace waycast {

struct ScoreInput {
  double distance_km = 0;
  double radius_km = 0;  // of the search that found the pilot
  double rating = 0;     // 0..5
  int deliveries = 0;
  int offers_received = 0;
  int offers_accepted = 0;
};

double score_pilot(const ScoreInput& pilot);

}  // namespace waycast
