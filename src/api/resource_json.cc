#include "api/resource_json.h"

#include <cmath>

namespace waycast::api {
namespace {

double to_metres(double km) { return std::round(km * 1000) / 1000; }

template <class Enum>
std::optional<std::string_view> text_of(const std::optional<Enum>& value) {
  return value ? std::optional(to_string(*value)) : std::nullopt;
}

}  // namespace

void write_user(JsonWriter& json, const User& user) {
  json.begin_object()
      .field("id", user.id)
      .field("phone", user.phone)
      .field("email", user.email)
      .field("name", user.name)
      .field("avatar", user.avatar)
      .field("walletBalance", user.wallet_balance)
      .field("isVerified", user.is_verified)
      .field("isActive", user.is_active)
      .field("createdAt", user.created_at)
      .field("updatedAt", user.updated_at)
      .end_object();
}

void write_pilot(JsonWriter& json, const Pilot& pilot) {
  json.begin_object()
      .field("id", pilot.id)
      .field("phone", pilot.phone)
      .field("email", pilot.email)
      .field("name", pilot.name)
      .field("avatar", pilot.avatar)
      .field("dateOfBirth", pilot.date_of_birth)
      .field("gender", text_of(pilot.gender))
      .field("aadhaarNumber", pilot.aadhaar_number)
      .field("licenseNumber", pilot.license_number)
      .field("panNumber", pilot.pan_number)
      .field("isVerified", pilot.is_verified)
      .field("isActive", pilot.is_active)
      .field("isOnline", pilot.is_online)
      .field("status", to_string(pilot.status));
  write_position(json, pilot.current, "currentLat", "currentLng")
      .field("lastLocationAt", pilot.last_location_at)
      .field("totalDeliveries", pilot.total_deliveries)
      .field("rating", pilot.rating)
      .field("totalEarnings", pilot.total_earnings)
      .field("createdAt", pilot.created_at)
      .field("updatedAt", pilot.updated_at)
      .end_object();
}

void write_vehicle(JsonWriter& json, const Vehicle& vehicle) {
  json.begin_object()
      .field("id", vehicle.id)
      .field("pilotId", vehicle.pilot_id)
      .field("vehicleTypeId", vehicle.vehicle_type_id)
      .field("registrationNo", vehicle.registration_no)
      .field("model", vehicle.model)
      .field("color", vehicle.color)
      .field("isActive", vehicle.is_active)
      .field("isVerified", vehicle.is_verified)
      .field("createdAt", vehicle.created_at)
      .field("updatedAt", vehicle.updated_at)
      .end_object();
}

void write_vehicle_type(JsonWriter& json, const VehicleType& type) {
  json.begin_object()
      .field("id", type.id)
      .field("name", type.name)
      .field("description", type.description)
      .field("icon", type.icon)
      .field("maxWeight", type.max_weight)
      .field("basePrice", type.base_price)
      .field("pricePerKm", type.price_per_km)
      .field("isActive", type.is_active)
      .field("createdAt", type.created_at)
      .field("updatedAt", type.updated_at)
      .end_object();
}

void write_notification(JsonWriter& json, const Notification& notification) {
  json.begin_object()
      .field("id", notification.id)
      .field("title", notification.title)
      .field("body", notification.body)
      .field("type", to_string(notification.type));
  json.key("data");
  if (notification.data_json) {
    json.raw(*notification.data_json);
  } else {
    json.null();
  }
  json.field("isRead", notification.is_read)
      .field("createdAt", notification.created_at)
      .end_object();
}

void write_price(JsonWriter& json, const Price& price) {
  write_amounts(json.begin_object(), price).end_object();
}

void write_history(JsonWriter& json, const HistoryEntry& entry) {
  json.begin_object().field("id", entry.id).field("status", to_string(entry.status));
  write_position(json, entry.at, "lat", "lng")
      .field("heading", entry.heading)
      .field("speed", entry.speed)
      .field("accuracy", entry.accuracy)
      .field("isFlagged", entry.is_flagged)
      .field("note", entry.note)
      .field("createdAt", entry.created_at)
      .field("deviceTime", entry.device_time)
      .end_object();
}

void write_journal(JsonWriter& json, const JournalEntry& entry) {
  json.begin_object()
      .field("id", entry.id)
      .field("bookingId", entry.booking_id)
      .field("pilotId", entry.pilot_id)
      .field("round", entry.round)
      .field("distance", to_metres(entry.distance))
      .field("positionAge", entry.position_age)
      .field("score", entry.score)
      .field("reason", entry.reason)
      .field("offerId", entry.offer_id)
      .field("answer", text_of(entry.answer))
      .field("latency", entry.latency)
      .field("createdAt", entry.created_at)
      .end_object();
}

void write_fleet_position(JsonWriter& json, const FleetPosition& position) {
  json.begin_object()
      .field("pilotId", position.pilot_id)
      .field("lat", position.at.lat)
      .field("lng", position.at.lng)
      .field("heading", position.heading)
      .field("speed", position.speed)
      .field("state", position.on_booking ? "busy" : "idle")
      .field("at", position.timestamp)
      .end_object();
}

}  // namespace waycast::api
