// The rows that every new status leaves behind.
#pragma once

#include "tracking/bookings/booking_rows.h"

namespace waycast {

// The row of history for the status that `booking` has come to.
HistoryEntry history_of(const Booking& booking, std::optional<std::string> note, TimePoint at);

// Everything that a new booking is written with. One that begins with a pilot on their way (sample
// rows do) takes the pilot's one place.
BookingWrite first_rows(const Booking& booking);

}  // namespace waycast
