// What an operator may tune about bookings, offers and the dashboard.
#pragma once

#include "tracking/account_limits.h"
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
  AccountLimits accounts = {};
  std::size_t calls_waiting = 100'000;  // for the loop; more are answered ERR_1004
  std::size_t calls_of_booking = 100;   // waiting for one booking's turn; as above
};

}  // namespace waycast
