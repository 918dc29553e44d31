// Every entity's columns, in one order for reading and for writing.
#pragma once

#include <string>
#include <string_view>

#include "storage/sqlite/connection.h"
#include "tracking/entities.h"
#include "tracking/messages.h"
#include "tracking/offers.h"

namespace waycast::sqlite {

inline constexpr std::string_view kUserColumns =
    "id, phone, email, name, avatar, walletBalance, isVerified, isActive, createdAt, updatedAt";
inline constexpr std::string_view kPilotColumns =
    "id, phone, email, name, avatar, aadhaarNumber, licenseNumber, panNumber, dateOfBirth, gender, "
    "isVerified, isActive, status, rating, createdAt, updatedAt, isOnline, currentLat, currentLng, "
    "lastLocationAt, totalDeliveries, totalEarnings";
inline constexpr std::string_view kAdminColumns =
    "id, email, password, name, role, isActive, createdAt, updatedAt";
inline constexpr std::string_view kAddressColumns =
    "id, userId, label, address, landmark, city, state, pincode, lat, lng, isDefault, createdAt, "
    "updatedAt";
inline constexpr std::string_view kVehicleTypeColumns =
    "id, name, description, icon, maxWeight, basePrice, pricePerKm, isActive, createdAt, updatedAt";
inline constexpr std::string_view kVehicleColumns =
    "id, pilotId, vehicleTypeId, registrationNo, model, color, isActive, isVerified, createdAt, "
    "updatedAt";
inline constexpr std::string_view kBookingColumns =
    "id, bookingNumber, userId, pilotId, vehicleId, vehicleTypeId, pickupAddressId, "
    "dropAddressId, packageType, packageWeight, packageDescription, distance, baseFare, "
    "distanceFare, taxes, discount, totalAmount, paymentMethod, paymentStatus, status, "
    "scheduledAt, acceptedAt, pickedUpAt, deliveredAt, cancelledAt, cancelReason, pickupOtp, "
    "deliveryOtp, currentLat, currentLng, deliveryPhoto, createdAt, updatedAt";
inline constexpr std::string_view kNotificationColumns =
    "id, userId, pilotId, title, body, type, data, isRead, createdAt";
inline constexpr std::string_view kOtpColumns =
    "id, phone, otp, purpose, userId, pilotId, expiresAt, isUsed, createdAt";
inline constexpr std::string_view kOfferColumns =
    "id, bookingId, pilotId, vehicleId, round, pickupDistance, score, state, createdAt, expiresAt, "
    "answeredAt";
inline constexpr std::string_view kJournalColumns =
    "id, bookingId, pilotId, round, distance, positionAge, score, offerId, reason, answer, "
    "latency, createdAt";

User read_user(Row& row);
Pilot read_pilot(Row& row);
Admin read_admin(Row& row);
Address read_address(Row& row);
VehicleType read_vehicle_type(Row& row);
Vehicle read_vehicle(Row& row);
Booking read_booking(Row& row);
Notification read_notification(Row& row);
Otp read_otp(Row& row);
Offer read_offer(Row& row);
JournalEntry read_journal_entry(Row& row);

// The other way to write a phone number: without its '+', or with one.
std::string other_form(std::string_view phone);

// "SELECT columns FROM table rest"
std::string select(std::string_view columns, std::string_view table, std::string_view rest);
// "INSERT INTO table (columns) VALUES (?, ...)"; keep it, like an upsert: to make it takes longer
// than to find its statement.
std::string insert(std::string_view table, std::string_view columns);
// An insert that replaces the given columns of a row that exists, except `id`, `createdAt` and all
// from `keep_from` on.
std::string upsert(std::string_view table, std::string_view columns,
                   std::string_view keep_from = {});
// Columns of `alias`, or of `alias`0 where there is no row of `alias`.
std::string kept_or_now(std::string_view alias, std::string_view columns);
// Columns with an alias before each: "b.id, b.userId".
std::string qualified(std::string_view alias, std::string_view columns);

}  // namespace waycast::sqlite
