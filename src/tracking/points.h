// A pilot's position as it travels: checked input, stored row, broadcast update.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "base/geo.h"
#include "base/ids.h"
#include "tracking/enums.h"

namespace waycast {

// As received, types and ranges already checked at the edge (docs/protocol.md, "Events to the
// server").
struct Location {
  LatLng at{};
  std::optional<double> heading{};         // degrees clockwise from north, [0, 360)
  std::optional<double> speed{};           // m/s, >= 0
  std::optional<double> accuracy{};        // metres, >= 0
  std::optional<TimePoint> recorded_at{};  // by the device's clock
  std::optional<TimePoint> sent_at{};      // by the same clock, when it was sent
};

// A point on its way into the store.
struct PointRow {
  PilotId pilot_id{};
  BookingId booking_id{};  // empty: no booking, only the pilot's latest position is stored
  BookingStatus status{};  // of the booking at that moment
  Location location{};
  TimePoint recorded_at{};  // by the server's clock
  // recorded_at is not what the device said, location.recorded_at, which is kept beside the point
  // and tells whether it was stored before.
  bool is_redated = false;
  bool is_flagged = false;   // implausible: in history, not a position of anybody
  bool moves_marker = true;  // false: an older point of a batch; only history
};

// A stored point about which was learned later: it was a position after all, or it was none.
struct PointFlag {
  BookingId booking_id{};
  TimePoint recorded_at{};  // of its row
  bool is_flagged = false;

  friend bool operator==(const PointFlag&, const PointFlag&) = default;
};

// What a booking's followers see (docs/protocol.md, "Events to the client").
struct LocationUpdate {
  BookingId booking_id{};
  PilotId pilot_id{};
  LatLng at{};
  std::optional<double> heading{}, speed{};
  TimePoint timestamp{};
  std::uint64_t seq = 0;
};

}  // namespace waycast
