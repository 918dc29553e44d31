#include "tracking/dispatch/booking_book.h"

namespace waycast {

void BookingBook::put(const BookingDetails& details) {
  const Booking& booking = details.booking;
  if (booking.pilot_id && is_active(booking.status)) {
    active_[*booking.pilot_id] = booking.id;
  } else if (booking.pilot_id && is_busy_with(*booking.pilot_id, booking.id)) {
    active_.erase(*booking.pilot_id);
  }
  if (is_finished(booking.status)) {
    bookings_.erase(booking.id);
  } else {
    bookings_[booking.id] = details;
  }
}

const BookingDetails* BookingBook::find(const BookingId& id) const {
  const auto it = bookings_.find(id);
  return it == bookings_.end() ? nullptr : &it->second;
}

const BookingDetails* BookingBook::find_pending(const BookingId& id) const {
  const BookingDetails* details = find(id);
  const bool is_pending = details != nullptr && details->booking.status == BookingStatus::kPending;
  return is_pending ? details : nullptr;
}

bool BookingBook::is_busy_with(const PilotId& pilot, const BookingId& booking) const {
  const auto it = active_.find(pilot);
  return it != active_.end() && it->second == booking;
}

}  // namespace waycast
