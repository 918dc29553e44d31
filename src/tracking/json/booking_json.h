// The booking as REST gives it, and as `booking:new` and `booking:updated` carry it: one text for
// every edge.
//
// Privacy is decided here (contract, "Server to client" and "Booking life"): codes and the pilot's
// phone are the customer's only, a position is shown while the booking is active.
#pragma once

#include <cstdint>

#include "base/json_writer.h"
#include "tracking/entities.h"

namespace waycast {

// Who will read the text, as seen from this booking.
enum class Viewer : std::uint8_t { kCustomer, kPilot, kAdmin };

void write_booking(JsonWriter& json, const BookingDetails& booking, Viewer viewer);

// `{address, lat, lng}`: a place as offers show it.
void write_place(JsonWriter& json, const Address& address);

// A whole address with its id and label.
void write_address(JsonWriter& json, const Address& address);

}  // namespace waycast
