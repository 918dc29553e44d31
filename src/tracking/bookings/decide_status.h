// May a booking change its status so, and what is to be written (docs/domain.md, "Booking life")?
// Whoever asks must own the booking or be its pilot, no step is left out, a handover code is right
// where one is required; a cancellation ends the booking's offers and a delivery settles.
#pragma once

#include <optional>

#include "base/error.h"
#include "tracking/bookings/booking_change.h"
#include "tracking/bookings/booking_rows.h"

namespace waycast {

struct StatusDecision {
  BookingChange change;
  std::optional<BookingWrite> write;  // none: the booking has that status already
};

// `facts`: empty if there is no such booking. ERR_1302, ERR_1201 somebody else's, ERR_1200 a
// customer who does more than cancel, ERR_1410 no such step, ERR_1001 a missing or wrong code.
Result<StatusDecision> decide_status(const std::optional<BookingFacts>& facts,
                                     const StatusRequest& request);

// ERR_1410, as a refused step is answered.
std::unexpected<Error> no_such_step(BookingStatus from, BookingStatus to);

}  // namespace waycast
