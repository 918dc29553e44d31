// What matching keeps in tables of its own: the offers it made, and why it made or did not make
// them. Distances in km, times UTC.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "tracking/enums.h"

namespace waycast {

// An offer of a booking to a pilot (own table waycast_offers).
struct Offer {
  OfferId id;
  BookingId booking_id;
  PilotId pilot_id;
  VehicleId vehicle_id;
  int round = 0;               // which matching round of the booking
  double pickup_distance = 0;  // km
  double score = 0;
  OfferState state = OfferState::kPending;
  TimePoint created_at{}, expires_at{};
  std::optional<TimePoint> answered_at;  // or when it ended otherwise

  // Seconds that it was open.
  double latency() const {
    const std::chrono::duration<double> open = answered_at.value_or(created_at) - created_at;
    return open.count();
  }
};

// Why a candidate was or was not offered a booking (own table waycast_match_journal).
struct JournalEntry {
  std::string id;
  BookingId booking_id;
  PilotId pilot_id;
  int round = 0;
  double distance = 0;                 // km
  std::optional<double> position_age;  // seconds
  std::optional<double> score;
  std::optional<OfferId> offer_id;  // offered
  std::string reason;  // "offered", or why not: "busy", "stale", "vehicle_type", "lower_score"...
  std::optional<OfferState> answer;
  std::optional<double> latency;  // seconds from offer to answer
  TimePoint created_at{};
};

}  // namespace waycast
