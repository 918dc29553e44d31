// The rows of the existing schema that the domain works with, as values (docs/domain.md,
// "Entities"). Money is in the account's currency unit, distances in km, times UTC.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/geo.h"
#include "base/ids.h"
#include "tracking/enums.h"

namespace waycast {

struct User {
  UserId id;
  std::string phone;
  std::optional<std::string> email, name, avatar;
  double wallet_balance = 0;
  bool is_verified = false;
  bool is_active = true;
  TimePoint created_at{}, updated_at{};

  bool is_suspended() const { return !is_active; }
};

struct Pilot {
  PilotId id;
  std::string phone;
  std::optional<std::string> email;
  std::string name;
  std::optional<std::string> avatar, aadhaar_number, license_number, pan_number;
  std::optional<TimePoint> date_of_birth;
  std::optional<Gender> gender;
  bool is_verified = false;
  bool is_active = true;
  bool is_online = false;
  PilotStatus status = PilotStatus::kPending;
  std::optional<LatLng> current;
  std::optional<TimePoint> last_location_at;
  int total_deliveries = 0;
  double rating = 0;
  double total_earnings = 0;
  TimePoint created_at{}, updated_at{};

  bool is_suspended() const { return !is_active || status == PilotStatus::kSuspended; }
};

struct Admin {
  AdminId id;
  std::string email, password_hash, name;
  AdminRole role = AdminRole::kAdmin;
  bool is_active = true;
  TimePoint created_at{}, updated_at{};

  bool is_suspended() const { return !is_active; }
};

struct Address {
  AddressId id;
  UserId user_id;
  std::string label, address;
  std::optional<std::string> landmark;
  std::string city, state, pincode;
  LatLng at;
  bool is_default = false;
  TimePoint created_at{}, updated_at{};
};

struct VehicleType {
  VehicleTypeId id;
  std::string name;
  std::optional<std::string> description, icon;
  double max_weight = 0;
  double base_price = 0;
  double price_per_km = 0;
  bool is_active = true;
  TimePoint created_at{}, updated_at{};
};

struct Vehicle {
  VehicleId id;
  PilotId pilot_id;
  VehicleTypeId vehicle_type_id;
  std::optional<std::string> registration_no, model, color;
  bool is_active = true;
  bool is_verified = false;
  TimePoint created_at{}, updated_at{};
};

struct Booking {
  BookingId id;
  std::string booking_number;
  UserId user_id;
  std::optional<PilotId> pilot_id;
  std::optional<VehicleId> vehicle_id;
  VehicleTypeId vehicle_type_id;
  AddressId pickup_address_id, drop_address_id;
  PackageType package_type = PackageType::kParcel;
  std::optional<double> package_weight;
  std::optional<std::string> package_description;
  double distance = 0, base_fare = 0, distance_fare = 0, taxes = 0, discount = 0, total_amount = 0;
  PaymentMethod payment_method = PaymentMethod::kCash;
  PaymentStatus payment_status = PaymentStatus::kPending;
  BookingStatus status = BookingStatus::kPending;
  std::optional<TimePoint> scheduled_at, accepted_at, picked_up_at, delivered_at, cancelled_at;
  std::optional<std::string> cancel_reason, pickup_otp, delivery_otp;
  std::optional<LatLng> current;
  std::optional<std::string> delivery_photo;
  TimePoint created_at{}, updated_at{};
};

// What a pilot gets for a delivery.
struct Earning {
  std::string id;
  PilotId pilot_id;
  std::optional<BookingId> booking_id;
  double amount = 0;
  std::string type;  // "DELIVERY"
  std::optional<std::string> description;
  std::string status;  // "PENDING": not paid out yet
  TimePoint created_at{};
};

// A booking with what its readers need beside it: the two places and the two people.
struct BookingDetails {
  Booking booking;
  Address pickup, drop;
  std::optional<std::string> user_name, user_phone;
  std::optional<std::string> pilot_name, pilot_phone;
};

// One row of tracking_history: a status change (no position needed) or a point.
struct HistoryEntry {
  std::string id;
  BookingId booking_id;
  BookingStatus status = BookingStatus::kPending;
  std::optional<LatLng> at;
  std::optional<std::string> note;
  TimePoint created_at{};
  std::optional<double> heading, speed, accuracy;  // tracking_history has no columns for them
  std::optional<TimePoint> device_time;  // a point: what its device said, if not createdAt
  bool is_flagged = false;               // kept, but implausible: never broadcast
};

}  // namespace waycast
