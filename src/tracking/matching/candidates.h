// Who could take a booking now: the free pilots of its vehicle type with a fresh position, in the
// smallest radius that holds enough of them, best score first; and why the others nearby could not.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "tracking/matching/fleet_index.h"
#include "tracking/matching/match_settings.h"

namespace waycast {

struct CandidateSearch {
  LatLng at;  // the pickup
  VehicleTypeId vehicle_type;
  int wanted = 1;
  TimePoint now{};
  std::function<bool(const PilotId&)> excludes;  // neither a candidate nor worth a reason
};

struct Candidate {
  PilotId pilot_id;
  VehicleId vehicle_id;
  double distance_km = 0;
  double position_age = 0;  // seconds
  double score = 0;
};

struct Refusal {
  PilotId pilot_id;
  double distance_km = 0;
  double position_age = 0;  // seconds
  std::string_view reason;  // "busy", "has_offer", "not_approved", "stale", "vehicle_type"
};

struct Candidates {
  std::vector<Candidate> ranked;  // best first
  std::vector<Refusal> refused;   // nearest first
};

Candidates find_candidates(const FleetIndex& fleet, const MatchSettings& settings,
                           const CandidateSearch& search);

}  // namespace waycast
