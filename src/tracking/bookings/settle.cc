#include "tracking/bookings/settle.h"

#include "tracking/bookings/money.h"

namespace waycast {
namespace {

constexpr double kPilotShare = 0.8;

Earning earning_of(const Booking& delivered, TimePoint at) {
  return {.id = new_id(at),
          .pilot_id = *delivered.pilot_id,
          .booking_id = delivered.id,
          .amount = round_to_cents(delivered.total_amount * kPilotShare),
          .type = "DELIVERY",
          .description = "Delivery of " + delivered.booking_number,
          .status = "PENDING",
          .created_at = at};
}

}  // namespace

std::optional<Settlement> settle(const Booking& delivered, const std::optional<Pilot>& pilot,
                                 TimePoint at) {
  if (!delivered.pilot_id) return std::nullopt;
  Settlement settlement{earning_of(delivered, at), {}};
  if (!pilot) return settlement;
  settlement.totals = {
      .pilot_id = pilot->id,
      .deliveries = pilot->total_deliveries + 1,
      .earnings = round_to_cents(pilot->total_earnings + settlement.earning.amount),
      .at = at};
  return settlement;
}

}  // namespace waycast
