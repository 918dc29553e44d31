// What a delivery earns its pilot (docs/domain.md, "Prices and earnings"): 80 % of what the booking
// cost, once.
#pragma once

#include <optional>

#include "tracking/bookings/booking_rows.h"

namespace waycast {

struct Settlement {
  Earning earning;
  std::optional<PilotTotals> totals;  // of a pilot who has a row
};

// Nothing for a booking without a pilot.
std::optional<Settlement> settle(const Booking& delivered, const std::optional<Pilot>& pilot,
                                 TimePoint at);

}  // namespace waycast
