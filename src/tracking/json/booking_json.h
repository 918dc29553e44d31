// The booking as REST gives it, and as `booking:new` and `booking:updated` carry it: one text for
// every edge.
//
// Privacy is decided here (docs/protocol.md, "Events to the client"; docs/domain.md, "Booking
// life"): codes and the pilot's phone are the customer's only, a position is shown while the
// booking is active.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

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

// Two fields of an object, null without a position.
JsonWriter& write_position(JsonWriter& json, const std::optional<LatLng>& at, std::string_view lat,
                           std::string_view lng);

// The fields of a price: of a booking, or of one that might be made.
template <class Priced>
JsonWriter& write_amounts(JsonWriter& json, const Priced& priced) {
  return json.field("distance", priced.distance)
      .field("baseFare", priced.base_fare)
      .field("distanceFare", priced.distance_fare)
      .field("taxes", priced.taxes)
      .field("discount", priced.discount)
      .field("totalAmount", priced.total_amount);
}

}  // namespace waycast
