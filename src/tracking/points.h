// A pilot's position as it travels: checked input, stored row, broadcast update.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/geo.h"
#include "base/ids.h"
#include "tracking/enums.h"

namespace waycast {

// As received, types and ranges already checked at the edge (contract, `pilot:location`).
struct Location {
  LatLng at{};
  std::optional<double> heading{};   // degrees clockwise from north, [0, 360)
  std::optional<double> speed{};     // m/s, >= 0
  std::optional<double> accuracy{};  // metres, >= 0
  std::optional<TimePoint> recorded_at{};
};

// A point on its way into the store.
struct PointRow {
  PilotId pilot_id{};
  BookingId booking_id{};  // empty: no booking, only the pilot's latest position is stored
  BookingStatus status{};  // of the booking at that moment
  Location location{};
  TimePoint recorded_at{};   // = location.recorded_at, or the time of arrival
  bool is_flagged = false;   // implausible: in history, not a position of anybody
  bool moves_marker = true;  // false: an older point of a batch; only history
};

// What a booking's followers see (contract, `location:update`).
struct LocationUpdate {
  BookingId booking_id{};
  PilotId pilot_id{};
  LatLng at{};
  std::optional<double> heading{}, speed{};
  TimePoint timestamp{};
  std::uint64_t seq = 0;
};

}  // namespace waycast
