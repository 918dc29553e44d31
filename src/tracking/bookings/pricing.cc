#include "tracking/bookings/pricing.h"

#include "tracking/bookings/money.h"

namespace waycast {
namespace {

constexpr double kTaxRate = 0.05;

}  // namespace

Price price_for(const VehicleType& type, LatLng pickup, LatLng drop) {
  Price price;
  price.distance = round_to_cents(haversine_km(pickup, drop));
  price.base_fare = round_to_cents(type.base_price);
  price.distance_fare = round_to_cents(price.distance * type.price_per_km);
  price.taxes = round_to_cents((price.base_fare + price.distance_fare) * kTaxRate);
  price.total_amount =
      round_to_cents(price.base_fare + price.distance_fare + price.taxes - price.discount);
  return price;
}

}  // namespace waycast
