#include "tracking/bookings/history.h"

namespace waycast {

HistoryEntry history_of(const Booking& booking, std::optional<std::string> note, TimePoint at) {
  HistoryEntry entry;
  entry.id = new_id(at);
  entry.booking_id = booking.id;
  entry.status = booking.status;
  entry.note = std::move(note);
  entry.created_at = at;
  return entry;
}

BookingWrite first_rows(const Booking& booking) {
  BookingWrite write;
  write.booking = booking;
  write.before = booking.status;
  write.history = history_of(booking, std::nullopt, booking.created_at);
  const bool is_on_the_way = booking.pilot_id && is_active(booking.status);
  if (is_on_the_way) write.assignment = BookingWrite::Assignment::kBegins;
  return write;
}

}  // namespace waycast
