#include "tracking/json/booking_json.h"

namespace waycast {
namespace {

void write_people(JsonWriter& json, const BookingDetails& details, Viewer viewer) {
  const Booking& booking = details.booking;
  json.key("user").begin_object();
  json.field("id", booking.user_id).field("name", details.user_name).end_object();
  json.key("pilot");
  if (!booking.pilot_id) {
    json.null();
    return;
  }
  json.begin_object().field("id", *booking.pilot_id).field("name", details.pilot_name);
  if (viewer == Viewer::kCustomer) json.field("phone", details.pilot_phone);
  json.end_object();
}

void write_money(JsonWriter& json, const Booking& booking) {
  write_amounts(json, booking)
      .field("paymentMethod", to_string(booking.payment_method))
      .field("paymentStatus", to_string(booking.payment_status));
}

void write_times(JsonWriter& json, const Booking& booking) {
  json.field("scheduledAt", booking.scheduled_at)
      .field("acceptedAt", booking.accepted_at)
      .field("pickedUpAt", booking.picked_up_at)
      .field("deliveredAt", booking.delivered_at)
      .field("cancelledAt", booking.cancelled_at)
      .field("cancelReason", booking.cancel_reason)
      .field("createdAt", booking.created_at)
      .field("updatedAt", booking.updated_at);
}

}  // namespace

JsonWriter& write_position(JsonWriter& json, const std::optional<LatLng>& at, std::string_view lat,
                           std::string_view lng) {
  return json.field(lat, at ? std::optional(at->lat) : std::nullopt)
      .field(lng, at ? std::optional(at->lng) : std::nullopt);
}

void write_place(JsonWriter& json, const Address& address) {
  json.begin_object()
      .field("address", address.address)
      .field("lat", address.at.lat)
      .field("lng", address.at.lng)
      .end_object();
}

void write_address(JsonWriter& json, const Address& address) {
  json.begin_object()
      .field("id", address.id)
      .field("label", address.label)
      .field("address", address.address)
      .field("landmark", address.landmark)
      .field("city", address.city)
      .field("state", address.state)
      .field("pincode", address.pincode)
      .field("lat", address.at.lat)
      .field("lng", address.at.lng)
      .field("isDefault", address.is_default)
      .field("createdAt", address.created_at)
      .field("updatedAt", address.updated_at)
      .end_object();
}

void write_booking(JsonWriter& json, const BookingDetails& details, Viewer viewer) {
  const Booking& booking = details.booking;
  json.begin_object()
      .field("id", booking.id)
      .field("bookingNumber", booking.booking_number)
      .field("status", to_string(booking.status))
      .field("userId", booking.user_id)
      .field("pilotId", booking.pilot_id)
      .field("vehicleId", booking.vehicle_id)
      .field("vehicleTypeId", booking.vehicle_type_id)
      .field("pickupAddressId", booking.pickup_address_id)
      .field("dropAddressId", booking.drop_address_id);
  write_address(json.key("pickupAddress"), details.pickup);
  write_address(json.key("dropAddress"), details.drop);
  write_people(json, details, viewer);
  json.field("packageType", to_string(booking.package_type))
      .field("packageWeight", booking.package_weight)
      .field("packageDescription", booking.package_description);
  write_money(json, booking);
  if (viewer == Viewer::kCustomer) {
    json.field("pickupOtp", booking.pickup_otp).field("deliveryOtp", booking.delivery_otp);
  }
  write_position(json, is_active(booking.status) ? booking.current : std::nullopt, "currentLat",
                 "currentLng");
  json.field("deliveryPhoto", booking.delivery_photo);
  write_times(json, booking);
  json.end_object();
}

}  // namespace waycast
