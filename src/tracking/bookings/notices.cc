#include "tracking/bookings/notices.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json_writer.h"

namespace waycast {
namespace {

enum class Reader : std::uint8_t { kUser, kPilot };

struct Text {
  BookingStatus status;
  Reader reader;
  std::string_view title, body;  // {0}: booking number, {1}: the pilot's name
};

using enum BookingStatus;

constexpr auto kTexts = std::to_array<Text>({
    {kAccepted, Reader::kUser, "Pilot assigned", "{1} will deliver your booking {0}."},
    {kAccepted, Reader::kPilot, "New delivery", "Booking {0} was assigned to you."},
    {kArrivedPickup, Reader::kUser, "Pilot at the pickup",
     "{1} is waiting to pick up booking {0}."},
    {kPickedUp, Reader::kUser, "Package picked up", "{1} has picked up booking {0}."},
    {kArrivedDrop, Reader::kUser, "Pilot at the destination", "{1} has arrived with booking {0}."},
    {kDelivered, Reader::kUser, "Delivered", "Booking {0} was delivered."},
    {kDelivered, Reader::kPilot, "Delivery completed", "Booking {0} was marked as delivered."},
    {kCancelled, Reader::kUser, "Booking cancelled", "Booking {0} was cancelled."},
    {kCancelled, Reader::kPilot, "Booking cancelled", "Booking {0} was cancelled."},
});

std::string data_of(const Booking& booking) {
  std::string out;
  JsonWriter(out)
      .begin_object()
      .field("bookingId", booking.id)
      .field("bookingNumber", booking.booking_number)
      .field("status", to_string(booking.status))
      .end_object();
  return out;
}

Notification write(const Text& text, const BookingDetails& details, TimePoint now) {
  const std::string pilot = details.pilot_name.value_or("Your pilot");
  Notification notice;
  notice.id = NotificationId(new_id(now));
  notice.title = text.title;
  notice.body = fmt::format(fmt::runtime(text.body), details.booking.booking_number, pilot);
  notice.type = NotificationType::kBooking;
  notice.data_json = data_of(details.booking);
  notice.created_at = now;
  if (text.reader == Reader::kUser) {
    notice.user_id = details.booking.user_id;
  } else {
    notice.pilot_id = details.booking.pilot_id;
  }
  return notice;
}

bool is_reader_the_maker(const Notification& notice, const Maker& maker) {
  return (notice.user_id && notice.user_id == maker.user) ||
         (notice.pilot_id && notice.pilot_id == maker.pilot);
}

}  // namespace

std::vector<Notification> notices_of(const BookingChange& change, const Maker& maker,
                                     TimePoint now) {
  std::vector<Notification> notices;
  if (!change.changed()) return notices;
  for (const Text& text : kTexts) {
    if (text.status != change.details.booking.status) continue;
    Notification notice = write(text, change.details, now);
    const bool has_reader = notice.user_id || notice.pilot_id;
    if (has_reader && !is_reader_the_maker(notice, maker)) notices.push_back(std::move(notice));
  }
  return notices;
}

}  // namespace waycast
