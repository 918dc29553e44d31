#include "tracking/live/booking_span.h"

namespace waycast {
namespace {

std::optional<TimePoint> end_of(const Booking& booking) {
  if (!is_finished(booking.status)) return std::nullopt;
  if (booking.status == BookingStatus::kDelivered && booking.delivered_at) {
    return booking.delivered_at;
  }
  return booking.cancelled_at ? booking.cancelled_at : std::optional(booking.updated_at);
}

}  // namespace

std::optional<BookingSpan> BookingSpan::of(const Booking& booking) {
  if (!booking.accepted_at && !is_active(booking.status)) return std::nullopt;
  BookingSpan span;
  span.id = booking.id;
  span.begins = booking.accepted_at.value_or(booking.created_at);
  span.ends = end_of(booking);
  span.statuses.emplace_back(span.begins, BookingStatus::kAccepted);
  if (booking.picked_up_at) {
    span.statuses.emplace_back(*booking.picked_up_at, BookingStatus::kPickedUp);
  }
  if (is_active(booking.status) && booking.status != span.status()) {
    // Nothing tells when exactly: a point recorded before now may as well carry today's status.
    span.statuses.emplace_back(span.statuses.back().first, booking.status);
  }
  return span;
}

BookingStatus BookingSpan::status_at(TimePoint at) const {
  BookingStatus status = statuses.front().second;
  for (const auto& [since, value] : statuses) {
    if (since > at) break;
    status = value;
  }
  return status;
}

void BookingSpan::update(const Booking& booking, TimePoint now) {
  if (is_finished(booking.status)) {
    ends = end_of(booking);
  } else if (booking.status != status()) {
    statuses.emplace_back(now, booking.status);
  }
}

}  // namespace waycast
