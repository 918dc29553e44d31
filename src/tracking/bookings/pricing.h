// What a delivery costs (docs/domain.md, "Prices and earnings"): base + km x perKm, plus 5 % tax.
// Every figure is rounded to 0.01 and derived from the rounded ones before it, so that the bill
// adds up as printed.
#pragma once

#include "base/geo.h"
#include "tracking/entities.h"

namespace waycast {

struct Price {
  double distance = 0;  // km
  double base_fare = 0, distance_fare = 0, taxes = 0, discount = 0, total_amount = 0;
};

// Distance is the great circle between the two places.
Price price_for(const VehicleType& type, LatLng pickup, LatLng drop);

}  // namespace waycast
