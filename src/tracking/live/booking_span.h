// The time during which a pilot shares their position with one booking: which booking a point
// belongs to is a question of when it was recorded (docs/domain.md, "Positions and their pace").
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

  // From a row that was accepted once; nullopt for one that never was.
  static std::optional<BookingSpan> of(const Booking& booking);

  bool covers(TimePoint at) const { return at >= begins && (!ends || at < *ends); }
  BookingStatus status_at(TimePoint at) const;
  BookingStatus status() const { return statuses.back().second; }

  // The booking as it is now: adds its status if it is news, ends the span if it is finished.
  void update(const Booking& booking, TimePoint now);
};

}  // namespace waycast
