// The tables of bookings and of matching (field.h).
#pragma once

#include "storage/sql/field.h"
#include "tracking/entities.h"
#include "tracking/offers.h"

namespace waycast::sql {

// clang-format off: a column a line

template <>
inline constexpr auto kTable<Booking> =
    table("bookings",
          field("id", &Booking::id, Written::kKey),
          field("bookingNumber", &Booking::booking_number, Written::kOnce),
          field("userId", &Booking::user_id, Written::kOnce),
          field("pilotId", &Booking::pilot_id),
          field("vehicleId", &Booking::vehicle_id),
          field("vehicleTypeId", &Booking::vehicle_type_id, Written::kOnce),
          field("pickupAddressId", &Booking::pickup_address_id, Written::kOnce),
          field("dropAddressId", &Booking::drop_address_id, Written::kOnce),
          field("packageType", &Booking::package_type, Written::kOnce),
          field("packageWeight", &Booking::package_weight, Written::kOnce),
          field("packageDescription", &Booking::package_description, Written::kOnce),
          field("distance", &Booking::distance, Written::kOnce),
          field("baseFare", &Booking::base_fare, Written::kOnce),
          field("distanceFare", &Booking::distance_fare, Written::kOnce),
          field("taxes", &Booking::taxes, Written::kOnce),
          field("discount", &Booking::discount, Written::kOnce),
          field("totalAmount", &Booking::total_amount, Written::kOnce),
          field("paymentMethod", &Booking::payment_method, Written::kOnce),
          field("paymentStatus", &Booking::payment_status),
          field("status", &Booking::status),
          field("scheduledAt", &Booking::scheduled_at, Written::kOnce),
          field("acceptedAt", &Booking::accepted_at),
          field("pickedUpAt", &Booking::picked_up_at),
          field("deliveredAt", &Booking::delivered_at),
          field("cancelledAt", &Booking::cancelled_at),
          field("cancelReason", &Booking::cancel_reason),
          field("pickupOtp", &Booking::pickup_otp, Written::kOnce),
          field("deliveryOtp", &Booking::delivery_otp, Written::kOnce),
          place("currentLat", "currentLng", &Booking::current, Written::kElsewhere),
          field("deliveryPhoto", &Booking::delivery_photo),
          field("createdAt", &Booking::created_at, Written::kOnce),
          field("updatedAt", &Booking::updated_at));

// What tracking_history has no columns for is kept beside it (sqlite/track_index.h).
template <>
inline constexpr auto kTable<HistoryEntry> =
    table("tracking_history",
          field("id", &HistoryEntry::id, Written::kKey),
          field("bookingId", &HistoryEntry::booking_id, Written::kOnce),
          field("status", &HistoryEntry::status, Written::kOnce),
          place("lat", "lng", &HistoryEntry::at, Written::kOnce),
          field("note", &HistoryEntry::note, Written::kOnce),
          field("createdAt", &HistoryEntry::created_at, Written::kOnce));

template <>
inline constexpr auto kTable<Earning> =
    table("earnings",
          field("id", &Earning::id, Written::kKey),
          field("pilotId", &Earning::pilot_id, Written::kOnce),
          field("bookingId", &Earning::booking_id, Written::kOnce),
          field("amount", &Earning::amount, Written::kOnce),
          field("type", &Earning::type, Written::kOnce),
          field("description", &Earning::description, Written::kOnce),
          field("status", &Earning::status),
          field("createdAt", &Earning::created_at, Written::kOnce));

template <>
inline constexpr auto kTable<Offer> =
    table("waycast_offers",
          field("id", &Offer::id, Written::kKey),
          field("bookingId", &Offer::booking_id, Written::kOnce),
          field("pilotId", &Offer::pilot_id, Written::kOnce),
          field("vehicleId", &Offer::vehicle_id, Written::kOnce),
          field("round", &Offer::round, Written::kOnce),
          field("pickupDistance", &Offer::pickup_distance, Written::kOnce),
          field("score", &Offer::score, Written::kOnce),
          field("state", &Offer::state),
          field("createdAt", &Offer::created_at, Written::kOnce),
          field("expiresAt", &Offer::expires_at, Written::kOnce),
          field("answeredAt", &Offer::answered_at));

template <>
inline constexpr auto kTable<JournalEntry> =
    table("waycast_match_journal",
          field("id", &JournalEntry::id, Written::kKey),
          field("bookingId", &JournalEntry::booking_id, Written::kOnce),
          field("pilotId", &JournalEntry::pilot_id, Written::kOnce),
          field("round", &JournalEntry::round, Written::kOnce),
          field("distance", &JournalEntry::distance, Written::kOnce),
          field("positionAge", &JournalEntry::position_age, Written::kOnce),
          field("score", &JournalEntry::score, Written::kOnce),
          field("offerId", &JournalEntry::offer_id, Written::kOnce),
          field("reason", &JournalEntry::reason, Written::kOnce),
          field("answer", &JournalEntry::answer, Written::kElsewhere),
          field("latency", &JournalEntry::latency, Written::kElsewhere),
          field("createdAt", &JournalEntry::created_at, Written::kOnce));

// clang-format on

}  // namespace waycast::sql
