// What a LivePilot is given of positions, and what it makes of them.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/error.h"
#include "tracking/points.h"

namespace waycast {

// What an accepted point asks for.
struct PointOutcome {
  PointRow row;                               // to store
  const LocationUpdate* broadcast = nullptr;  // valid until the next command; null: do not
  bool came_online = false;                   // they had gone stale: presence to store
  std::vector<PointFlag> changes;             // of rows stored before
  // Where the marker is, the pilot was at this time, as far as is known; none: nothing new.
  std::optional<TimePoint> seen_at;
  bool clock_corrected = false;  // from now on the device's times are
};

struct BatchPoint {
  std::size_t index = 0;  // in the client's array
  Location location;      // recorded_at is given
  TimePoint at{};         // by the server's clock: LivePilot::date
};
struct BatchRejection {
  std::size_t index = 0;
  Code code{};
};
struct LocationBatch {
  std::vector<BatchPoint> points;
  std::vector<BatchRejection> rejected;
  std::optional<TimePoint> sent_at;  // by the device's clock
};
struct BatchOutcome {
  std::vector<PointRow> rows;  // in the order of recorded_at
  std::vector<BatchRejection> rejected;
  std::vector<PointFlag> changes;
  const LocationUpdate* broadcast = nullptr;
  bool came_online = false;
};

}  // namespace waycast
