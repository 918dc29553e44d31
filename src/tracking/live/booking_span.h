// The time during which a pilot shares their position with one booking.
//
// A phone that was out of reach sends its points later, when its pilot may be on another booking.
// So which booking a point belongs to is a question of when it was recorded, not of when it arrived
// (docs/domain.md, "Positions and their pace").
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "tracking/entities.h"

namespace waycast {

struct BookingSpan {
  BookingId id;
  TimePoint begins{};             // accepted
  std::optional<TimePoint> ends;  // delivered or cancelled; none: active
  // What the booking's status became, and when; oldest first, never empty.
  std::vector<std::pair<TimePoint, BookingStatus>> statuses;

  // Nullopt for a booking that nobody has accepted yet.
  static std::optional<BookingSpan> of(const Booking& booking);

  bool covers(TimePoint at) const { return at >= begins && (!ends || at < *ends); }
  BookingStatus status_at(TimePoint at) const;
  BookingStatus status() const { return statuses.back().second; }

  // Takes over what `booking` has become: a new status is added, and a finished booking ends the
  // span.
  void update(const Booking& booking, TimePoint now);
};

}  // namespace waycast
