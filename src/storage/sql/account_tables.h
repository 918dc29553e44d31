// The tables of people and what they own (field.h).
#pragma once

#include "storage/sql/field.h"
#include "tracking/entities.h"
#include "tracking/messages.h"

namespace waycast::sql {

// clang-format off: a column a line

template <>
inline constexpr auto kTable<User> =
    table("users",
          field("id", &User::id, Written::kKey),
          field("phone", &User::phone),
          field("email", &User::email),
          field("name", &User::name),
          field("avatar", &User::avatar),
          field("walletBalance", &User::wallet_balance),
          field("isVerified", &User::is_verified),
          field("isActive", &User::is_active),
          field("createdAt", &User::created_at, Written::kOnce),
          field("updatedAt", &User::updated_at));

template <>
inline constexpr auto kTable<Pilot> =
    table("pilots",
          field("id", &Pilot::id, Written::kKey),
          field("phone", &Pilot::phone),
          field("email", &Pilot::email),
          field("name", &Pilot::name),
          field("avatar", &Pilot::avatar),
          field("aadhaarNumber", &Pilot::aadhaar_number),
          field("licenseNumber", &Pilot::license_number),
          field("panNumber", &Pilot::pan_number),
          field("dateOfBirth", &Pilot::date_of_birth),
          field("gender", &Pilot::gender),
          field("isVerified", &Pilot::is_verified),
          field("isActive", &Pilot::is_active),
          field("status", &Pilot::status),
          field("rating", &Pilot::rating),
          field("createdAt", &Pilot::created_at, Written::kOnce),
          field("updatedAt", &Pilot::updated_at),
          field("isOnline", &Pilot::is_online, Written::kElsewhere),
          place("currentLat", "currentLng", &Pilot::current, Written::kElsewhere),
          field("lastLocationAt", &Pilot::last_location_at, Written::kElsewhere),
          field("totalDeliveries", &Pilot::total_deliveries, Written::kElsewhere),
          field("totalEarnings", &Pilot::total_earnings, Written::kElsewhere));

template <>
inline constexpr auto kTable<Admin> =
    table("admins",
          field("id", &Admin::id, Written::kKey),
          field("email", &Admin::email),
          field("password", &Admin::password_hash),
          field("name", &Admin::name),
          field("role", &Admin::role),
          field("isActive", &Admin::is_active),
          field("createdAt", &Admin::created_at, Written::kOnce),
          field("updatedAt", &Admin::updated_at));

template <>
inline constexpr auto kTable<Address> =
    table("addresses",
          field("id", &Address::id, Written::kKey),
          field("userId", &Address::user_id),
          field("label", &Address::label),
          field("address", &Address::address),
          field("landmark", &Address::landmark),
          field("city", &Address::city),
          field("state", &Address::state),
          field("pincode", &Address::pincode),
          place("lat", "lng", &Address::at),
          field("isDefault", &Address::is_default),
          field("createdAt", &Address::created_at, Written::kOnce),
          field("updatedAt", &Address::updated_at));

template <>
inline constexpr auto kTable<VehicleType> =
    table("vehicle_types",
          field("id", &VehicleType::id, Written::kKey),
          field("name", &VehicleType::name),
          field("description", &VehicleType::description),
          field("icon", &VehicleType::icon),
          field("maxWeight", &VehicleType::max_weight),
          field("basePrice", &VehicleType::base_price),
          field("pricePerKm", &VehicleType::price_per_km),
          field("isActive", &VehicleType::is_active),
          field("createdAt", &VehicleType::created_at, Written::kOnce),
          field("updatedAt", &VehicleType::updated_at));

template <>
inline constexpr auto kTable<Vehicle> =
    table("vehicles",
          field("id", &Vehicle::id, Written::kKey),
          field("pilotId", &Vehicle::pilot_id),
          field("vehicleTypeId", &Vehicle::vehicle_type_id),
          field("registrationNo", &Vehicle::registration_no),
          field("model", &Vehicle::model),
          field("color", &Vehicle::color),
          field("isActive", &Vehicle::is_active),
          field("isVerified", &Vehicle::is_verified),
          field("createdAt", &Vehicle::created_at, Written::kOnce),
          field("updatedAt", &Vehicle::updated_at));

template <>
inline constexpr auto kTable<Otp> =
    table("otps",
          field("id", &Otp::id, Written::kKey),
          field("phone", &Otp::phone),
          field("otp", &Otp::code),
          field("purpose", &Otp::purpose),
          field("userId", &Otp::user_id),
          field("pilotId", &Otp::pilot_id),
          field("expiresAt", &Otp::expires_at),
          field("isUsed", &Otp::is_used),
          field("createdAt", &Otp::created_at, Written::kOnce));

template <>
inline constexpr auto kTable<Notification> =
    table("notifications",
          field("id", &Notification::id, Written::kKey),
          field("userId", &Notification::user_id),
          field("pilotId", &Notification::pilot_id),
          field("title", &Notification::title),
          field("body", &Notification::body),
          field("type", &Notification::type),
          field("data", &Notification::data_json),
          field("isRead", &Notification::is_read),
          field("createdAt", &Notification::created_at, Written::kOnce));

// clang-format on

}  // namespace waycast::sql
