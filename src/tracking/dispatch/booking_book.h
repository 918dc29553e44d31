// The unfinished bookings, in memory: what `follow` answers from and who is busy. Changes are
// entered here after their commit, in the same turn of the loop in which they are published.
#pragma once

#include <unordered_map>

#include "tracking/entities.h"

namespace waycast {

class BookingBook {
 public:
  // Adds or replaces; a finished booking leaves.
  void put(const BookingDetails& details);

  const BookingDetails* find(const BookingId& id) const;  // valid until the next put
  const BookingDetails* find_pending(const BookingId& id) const;
  bool is_busy(const PilotId& pilot) const { return active_.contains(pilot); }
  bool is_busy_with(const PilotId& pilot, const BookingId& booking) const;

 private:
  std::unordered_map<BookingId, BookingDetails> bookings_;
  std::unordered_map<PilotId, BookingId> active_;  // a pilot holds at most one
};

}  // namespace waycast
