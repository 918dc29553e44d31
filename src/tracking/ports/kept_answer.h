// The answer of a request that its client may repeat, as data: it is stored together with the
// change that it tells of, so that whoever finds the change finds the answer, whatever was killed
// in between. It travels with the command, over a wire too: nothing in it is of this process.
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "tracking/entities.h"
#include "tracking/json/booking_json.h"

namespace waycast {

// Names a request: the client's own Idempotency-Key, within what it is for.
struct RepeatKey {
  std::string scope;     // identity, method and the route's path: whose key it is
  std::string key;       // as the client gave it
  std::string identity;  // whose keys are counted
  TimePoint at{};        // when it came: it is kept for a day
};

// The text of an answer, around the booking that the command gives: `before` the booking as JSON
// `after`. The booking is shown as `viewer` may see it; nullopt: the answer shows none.
struct KeptAnswer {
  RepeatKey key;
  std::string before, after;
  std::optional<Viewer> viewer;

  std::string text(const BookingDetails* booking) const;
};

}  // namespace waycast
