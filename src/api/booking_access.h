// Bookings as several resources need them: who may see one and as what, lists with their filters,
// cancelling and changing its status.
#pragma once

#include <string>

#include "api/call.h"
#include "api/services.h"
#include "tracking/json/booking_json.h"

namespace waycast::api {

Viewer viewer_for(Role role);
std::string booking_text(const BookingDetails& booking, Viewer viewer);

// How `who` sees the booking: its customer, its pilot, an admin. ERR_1201 for anybody else.
Result<Viewer> viewer_of(const Booking& booking, const Principal& who);

// Reads the booking named by the route's `:id` and goes on if the caller may see it; ERR_1302.
void with_booking(const Services& services, const CallRef& call,
                  UniqueFunction<void(const BookingDetails&, Viewer)> next);

// Answers one page of bookings: `filter` narrowed by the query's `status` (a list), `from`, `to`
// and `search`.
void list_bookings(const Services& services, const CallRef& call, BookingFilter filter,
                   Viewer viewer);

// Answers with the booking after the change, as the caller sees it. `{reason?}`
void cancel_booking(const Services& services, const CallRef& call);

}  // namespace waycast::api
