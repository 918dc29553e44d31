// The payloads of server events as JSON text (docs/protocol.md, "Events to the client"): one
// writer, one buffer, no tree. Bookings and offers are in tracking/json/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tracking/points.h"
#include "tracking/ports/events.h"

namespace waycast::gateway {

// How a booking stands, as `booking:status` tells it.
struct StatusView {
  BookingId booking_id;
  BookingStatus status{};
  TimePoint timestamp{};  // when it became so
  UserId user_id;
  std::optional<PilotId> pilot_id;
  std::optional<std::string> pilot_name, pilot_phone;
  std::optional<std::string> reason;

  static StatusView of(const BookingDetails& details);
};

enum class Phone : bool { kHidden, kShown };  // shown to the booking's own customer only

std::string status_json(const StatusView& view, Phone phone);
void append_location(std::string& out, const LocationUpdate& update);
std::string booking_location_json(const LocationUpdate& update);  // `booking:location`
std::string offer_end_json(const Offer& offer, OfferEnd reason);
std::string stats_json(const Stats& stats);
std::string notification_json(const Notification& notification);
std::string fleet_json(TimePoint now, const std::vector<const FleetPosition*>& changed,
                       const std::vector<PilotId>& gone);

}  // namespace waycast::gateway
