#include "tracking/matching/scoring.h"

#include <algorithm>
#include <cmath>

namespace waycast {
namespace {

constexpr double kBestRating = 5;

double acceptance_rate(const ScoreInput& pilot) {
  if (pilot.offers_received <= 0) return 1;
  return static_cast<double>(pilot.offers_accepted) / pilot.offers_received;
}

double share(double value) { return std::clamp(value, 0.0, 1.0); }

}  // namespace

double score_pilot(const ScoreInput& pilot, const ScoreWeights& weights) {
  const double closeness = pilot.radius_km > 0 ? 1 - pilot.distance_km / pilot.radius_km : 0;
  const double experience = std::log10(std::max(0, pilot.deliveries) + 1.0) / 3;
  return weights.closeness * share(closeness) + weights.rating * share(pilot.rating / kBestRating) +
         weights.experience * share(experience) +
         weights.acceptance * share(acceptance_rate(pilot));
}

}  // namespace waycast
