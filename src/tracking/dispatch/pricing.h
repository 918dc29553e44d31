// What a delivery costs (docs/domain.md, "Prices and earnings"): base + km x perKm, plus 5 % tax.
// Every figure is rounded to 0.01 and derived from the rounded ones before it, so that the bill
// adds up as printed.
#pragma once

#include "base/geo.h"
#include "tracking/entities.h"
#include "tracking/ports/dispatch.h"

namespace waycast {

// To the nearest 0.01, halves up: 1.005 is 1.01, whatever its binary form.
double round_to_cents(double amount);

// Distance is the great circle between the two places.
Price price_for(const VehicleType& type, LatLng pickup, LatLng drop);

}  // namespace waycast
