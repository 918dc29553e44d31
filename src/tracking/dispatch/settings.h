// What an operator may tune about bookings, offers and the dashboard.
#pragma once

#include "tracking/matching/match_settings.h"
#include "tracking/stats/time_zone.h"

namespace waycast {

struct DispatchSettings {
  MatchSettings match = {};
  bool require_otp = false;   // PICKED_UP and DELIVERED need the booking's codes
  double nearby_cell_km = 1;  // of the grid on which customers see pilots
  Duration stats_interval = std::chrono::seconds(1);
  TimeZone time_zone = {};                           // whose midnight begins "today"
  Duration storage_retry = std::chrono::seconds(1);  // after the store failed
};

}  // namespace waycast
