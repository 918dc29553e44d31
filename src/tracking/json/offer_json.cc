#include "tracking/json/offer_json.h"

#include <cmath>

#include "tracking/json/booking_json.h"

namespace waycast {
namespace {

double to_metres(double km) { return std::round(km * 1000) / 1000; }

// What a pilot is shown of a booking that may become theirs.
void write_trip(JsonWriter& json, const BookingDetails& details,
                std::optional<double> pickup_distance_km) {
  json.field("bookingId", details.booking.id)
      .field("bookingNumber", details.booking.booking_number);
  write_place(json.key("pickupAddress"), details.pickup);
  write_place(json.key("dropAddress"), details.drop);
  if (pickup_distance_km) pickup_distance_km = to_metres(*pickup_distance_km);
  json.field("distance", details.booking.distance)
      .field("pickupDistance", pickup_distance_km)
      .field("totalAmount", details.booking.total_amount)
      .field("packageType", to_string(details.booking.package_type));
}

}  // namespace

void write_offer(JsonWriter& json, const Offer& offer, const BookingDetails& details) {
  json.begin_object().field("offerId", offer.id);
  write_trip(json, details, offer.pickup_distance);
  json.field("expiresAt", offer.expires_at).end_object();
}

std::string offer_json(const Offer& offer, const BookingDetails& booking) {
  std::string out;
  JsonWriter json(out);
  write_offer(json, offer, booking);
  return out;
}

void write_job(JsonWriter& json, const BookingDetails& details,
               std::optional<double> pickup_distance_km) {
  json.begin_object();
  write_trip(json, details, pickup_distance_km);
  json.field("vehicleTypeId", details.booking.vehicle_type_id)
      .field("scheduledAt", details.booking.scheduled_at)
      .field("createdAt", details.booking.created_at)
      .end_object();
}

}  // namespace waycast
