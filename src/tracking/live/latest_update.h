// The newest position of a pilot's active booking as its followers are to see it, and its number.
//
// It has none while nobody was told of it: it comes from the store, or is too old to be broadcast.
// Whoever asks for it makes it be numbered, so that everything told has one order.
#pragma once

#include "tracking/live/live_settings.h"
#include "tracking/points.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

class LatestUpdate {
 public:
  // Of another booking: nothing is known yet.
  void begin(const BookingId& booking, const PilotId& pilot);
  void move(const Location& location, TimePoint recorded_at);
  // What the store has of the booking, unless something newer is known.
  void restore(const StoredPosition& position);

  bool is_known() const { return update_.timestamp != TimePoint{}; }
  bool is_numbered() const { return update_.seq != 0; }
  // Gives it the next number, unless it has one.
  const LocationUpdate& number(Moment now);
  const LocationUpdate& get() const { return update_; }

 private:
  LocationUpdate update_;
  std::uint64_t last_number_ = 0;
  bool is_first_ = true;  // number of this booking in this process
};

}  // namespace waycast
