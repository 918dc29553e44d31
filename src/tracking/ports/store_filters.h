// What is asked of the store (store_reads.h): which rows of a list, and which part of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tracking/entities.h"

namespace waycast {

struct BookingFilter {
  std::optional<UserId> user_id;
  std::optional<PilotId> pilot_id;
  std::vector<BookingStatus> statuses;  // empty: all
  std::optional<TimePoint> from, to;    // createdAt in [from, to)
  std::string search;                   // booking number prefix; empty: all
};

// PENDING bookings that matching is at now.
struct OpenBookingFilter {
  std::vector<VehicleTypeId> vehicle_types;  // empty: any
  TimePoint scheduled_until{};               // those scheduled for later are not open yet
  std::optional<LatLng> near;                // only pickups within radius_km of it, nearest first;
  double radius_km = 0;                      // without it, all, oldest first
};

struct OpenBooking {
  BookingDetails details;
  std::optional<double> pickup_distance;  // km from `near`
};

// What an account may hold only so much of (account_limits.h).
enum class Holding : std::uint8_t { kPendingBookings, kAddresses, kVehicles, kRepeatKeys };

// A part of a booking's history: entries of one millisecond are never parted.
struct TrackRange {
  std::optional<TimePoint> from, to;  // createdAt in [from, to)
  std::size_t limit = SIZE_MAX;       // entries, the earliest; a few more of one millisecond
};
struct TrackPart {
  std::vector<HistoryEntry> entries;  // by createdAt, points and changes
  std::optional<TimePoint> next;      // where the rest begins: the `from` that goes on
};

struct PilotFilter {
  std::optional<PilotStatus> status;
  std::optional<bool> is_online;
  std::string search;  // name or phone contains; empty: all
};

}  // namespace waycast
