// The rules of matching that an operator may tune (docs/domain.md, "Matching").
#pragma once

#include <cstddef>

#include "base/clock.h"

namespace waycast {

// What the parts of a score count.
struct ScoreWeights {
  double closeness = 0.4;
  double rating = 0.3;
  double experience = 0.2;
  double acceptance = 0.1;
};

struct MatchSettings {
  double first_radius_km = 5;
  double radius_step_km = 2;
  double last_radius_km = 15;
  int offer_fanout = 1;  // pilots asked at once
  Duration offer_time = std::chrono::seconds(30);
  int attempts_per_round = 5;
  Duration position_max_age = std::chrono::seconds(60);
  Duration retry_after = std::chrono::seconds(15);     // from a round without success to the next
  Duration declined_pause = std::chrono::minutes(2);   // before a pilot who declined is asked again
  Duration scheduled_lead = std::chrono::minutes(15);  // how long before scheduledAt offers begin
  ScoreWeights weights = {};
  std::size_t candidates_per_search = 200;  // the nearest eligible ones are scored
  std::size_t refused_per_search = 16;      // the nearest others are journaled with their reason
  std::size_t bookings_per_position = 32;   // the nearest waiting that a moving pilot wakes
  std::size_t journal_rows = 2'000;         // of a booking; beyond them offers only
};

}  // namespace waycast
