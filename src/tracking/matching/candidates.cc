#include "tracking/matching/candidates.h"

#include <algorithm>
#include <utility>

#include "tracking/matching/scoring.h"

namespace waycast {
namespace {

double age_of(const OnlinePilot& pilot, TimePoint now) {
  return std::chrono::duration<double>(now - pilot.position->timestamp).count();
}

bool is_fresh(const OnlinePilot& pilot, const MatchSettings& settings, TimePoint now) {
  return now - pilot.position->timestamp < settings.position_max_age;
}

Candidate assess(const FleetIndex::Found& found, double radius_km, const CandidateSearch& search,
                 const ScoreWeights& weights) {
  const OnlinePilot& pilot = *found.pilot;
  return {.pilot_id = pilot.id,
          .vehicle_id = pilot.vehicle_of(search.vehicle_type)->id,
          .distance_km = found.distance_km,
          .position_age = age_of(pilot, search.now),
          .score = score_pilot({.distance_km = found.distance_km,
                                .radius_km = radius_km,
                                .rating = pilot.rating,
                                .deliveries = pilot.deliveries,
                                .offers_received = pilot.offers_received,
                                .offers_accepted = pilot.offers_accepted},
                               weights)};
}

std::vector<Candidate> within(const FleetIndex& fleet, const MatchSettings& settings,
                              const CandidateSearch& search, double radius_km) {
  std::vector<Candidate> candidates;
  for (const auto& found :
       fleet.nearest(search.at, radius_km, search.vehicle_type, FleetIndex::Among::kFree,
                     settings.candidates_per_search)) {
    if (!is_fresh(*found.pilot, settings, search.now) || search.excludes(found.pilot->id)) continue;
    candidates.push_back(assess(found, radius_km, search, settings.weights));
  }
  return candidates;
}

std::string_view reason_against(const OnlinePilot& pilot, const MatchSettings& settings,
                                const CandidateSearch& search) {
  if (!pilot.is_approved) return "not_approved";
  if (pilot.is_busy) return "busy";
  if (pilot.vehicle_of(search.vehicle_type) == nullptr) return "vehicle_type";
  if (!is_fresh(pilot, settings, search.now)) return "stale";
  if (pilot.has_offer) return "has_offer";
  return {};
}

std::vector<Refusal> refused(const FleetIndex& fleet, const MatchSettings& settings,
                             const CandidateSearch& search, double radius_km) {
  std::vector<Refusal> refusals;
  for (const auto& found : fleet.nearest(search.at, radius_km, {}, FleetIndex::Among::kAll,
                                         settings.refused_per_search)) {
    const std::string_view reason = reason_against(*found.pilot, settings, search);
    if (reason.empty() || search.excludes(found.pilot->id)) continue;
    refusals.push_back(
        {found.pilot->id, found.distance_km, age_of(*found.pilot, search.now), reason});
  }
  return refusals;
}

bool is_better(const Candidate& a, const Candidate& b) {
  return std::pair(-a.score, a.distance_km) < std::pair(-b.score, b.distance_km);
}

}  // namespace

Candidates find_candidates(const FleetIndex& fleet, const MatchSettings& settings,
                           const CandidateSearch& search) {
  Candidates result;
  double radius = settings.first_radius_km;
  for (;;) {
    result.ranked = within(fleet, settings, search, radius);
    if (std::ssize(result.ranked) >= search.wanted || radius >= settings.last_radius_km) break;
    radius = std::min(radius + settings.radius_step_km, settings.last_radius_km);
  }
  std::ranges::sort(result.ranked, is_better);
  result.refused = refused(fleet, settings, search, radius);
  return result;
}

}  // namespace waycast
