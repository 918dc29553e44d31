// The newest position of a pilot's active booking, as followers see it, and its sequence number.
//
// Followers put updates in order by `seq`, so all that is told of a booking must be numbered in one
// place: here, by the pilot's owner. A position can be known without a number. It was read from the
// store at start-up, say, or it was too old to be broadcast. Such a one gets its number only when
// somebody asks for it (a new follower, for the snapshot), so that what nobody was told leaves no
// gap.
#pragma once

#include "tracking/live/live_settings.h"
#include "tracking/points.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

// Belongs to one pilot and is not thread-safe.
class LatestUpdate {
 public:
  // From now on it is about this booking, of which no position is known.
  void begin(const BookingId& booking, const PilotId& pilot);
  // The pilot is here now; this has no number yet.
  void move(const Location& location, TimePoint recorded_at);
  // What the store has of the booking. Ignored if a position is known already, which is newer, or
  // if it is of another booking.
  void restore(const StoredPosition& position);

  bool is_known() const { return update_.timestamp != TimePoint{}; }
  bool is_numbered() const { return update_.seq != 0; }
  // Gives the position its number unless it has one. The first number of a booking in this process
  // is the milliseconds of the wall clock, which is above all that an owner before can have given.
  const LocationUpdate& number(Moment now);
  const LocationUpdate& get() const { return update_; }

 private:
  LocationUpdate update_;
  std::uint64_t last_number_ = 0;
  bool is_first_ = true;  // the next number is the first of this booking in this process
};

}  // namespace waycast
