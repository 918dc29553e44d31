// A booking as a pilot sees it before it is theirs, for REST and for `booking:offer`: no names, no
// codes, only what the trip is and what it pays.
#pragma once

#include <optional>
#include <string>

#include "base/json_writer.h"
#include "tracking/entities.h"
#include "tracking/offers.h"

namespace waycast {

void write_offer(JsonWriter& json, const Offer& offer, const BookingDetails& booking);
std::string offer_json(const Offer& offer, const BookingDetails& booking);

// One that anybody eligible may take. `pickup_distance_km` is from the pilot who asks, if it is
// known where they are.
void write_job(JsonWriter& json, const BookingDetails& booking,
               std::optional<double> pickup_distance_km);

}  // namespace waycast
