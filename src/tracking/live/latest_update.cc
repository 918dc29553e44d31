#include "tracking/live/latest_update.h"

#include <algorithm>
#include <utility>

namespace waycast {

void LatestUpdate::begin(const BookingId& booking, const PilotId& pilot) {
  update_ = {.booking_id = booking, .pilot_id = pilot};
  is_first_ = true;
}

void LatestUpdate::move(const Location& location, TimePoint recorded_at) {
  update_.at = location.at;
  update_.heading = location.heading;
  update_.speed = location.speed;
  update_.timestamp = recorded_at;
  update_.seq = 0;
}

void LatestUpdate::restore(const StoredPosition& position) {
  if (position.booking_id != update_.booking_id || is_known()) return;
  update_.at = position.at;
  update_.timestamp = position.recorded_at;
}

const LocationUpdate& LatestUpdate::number(Moment now) {
  if (is_numbered()) return update_;
  if (std::exchange(is_first_, false)) {
    // Milliseconds since 1970 grow faster than a pilot may send: a restarted server, or another
    // owner, goes on above what was ever sent.
    const auto base = static_cast<std::uint64_t>(now.wall.time_since_epoch().count());
    last_number_ = std::max(last_number_, base);
  }
  update_.seq = ++last_number_;
  return update_;
}

}  // namespace waycast
