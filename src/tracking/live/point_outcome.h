// What a LivePilot is given of positions, and what it wants done with them: it decides, and its
// owner stores and sends.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/error.h"
#include "tracking/points.h"

namespace waycast {

// What an accepted point asks for.
struct PointOutcome {
  PointRow row;  // to be stored
  // To be told to followers, and valid until the pilot's next command. Null: nobody is told.
  const LocationUpdate* broadcast = nullptr;
  // The pilot had gone stale and is online again by this point, which has to be stored.
  bool came_online = false;
  std::vector<PointFlag> changes;  // rows stored before whose flag turned out to be wrong
  // When the pilot was last at the marker, as far as is known. Nullopt: the point says nothing new.
  std::optional<TimePoint> seen_at;
  bool clock_corrected = false;  // this point showed that the device's clock is wrong
};

struct BatchPoint {
  std::size_t index = 0;  // in the client's array
  Location location;      // its recorded_at is given: a batch without it is refused before
  TimePoint at{};         // when it was recorded by the server's clock, from LivePilot::date()
};

struct BatchRejection {
  std::size_t index = 0;
  Code code{};
};

struct LocationBatch {
  std::vector<BatchPoint> points;
  std::vector<BatchRejection> rejected;
  std::optional<TimePoint> sent_at;  // by the device's clock, if the batch says it
};

// As PointOutcome, of a whole batch.
struct BatchOutcome {
  std::vector<PointRow> rows;  // in the order of recorded_at
  std::vector<BatchRejection> rejected;
  std::vector<PointFlag> changes;
  const LocationUpdate* broadcast = nullptr;
  bool came_online = false;
};

}  // namespace waycast
