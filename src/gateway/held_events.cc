#include "gateway/held_events.h"

#include <algorithm>

#include "base/json_writer.h"
#include "gateway/rooms.h"

namespace waycast::gateway {
namespace {

// As event_json writes them: the id comes first.
bool begins_with(const realtime::Emission& event, std::string_view key, std::string_view id) {
  std::string beginning;
  JsonWriter(beginning).begin_object().field(key, id);
  return event.args.starts_with(beginning);
}

bool tells_of_offer(const realtime::Emission& event, const Dispatch::PilotOffers& offers) {
  const auto is_about = [&](const auto& entry) {
    return begins_with(event, "offerId", entry.first.id.str());
  };
  return std::ranges::any_of(offers.ended, is_about) ||
         (event.event == "booking:offer" && std::ranges::any_of(offers.pending, is_about));
}

}  // namespace

bool is_in_snapshot(const realtime::Emission& held, const realtime::Socket& socket,
                    const Arrival& arrival) {
  if (held.event == "notification") {
    return std::ranges::any_of(arrival.unread, [&](const Notification& unread) {
      return begins_with(held, "id", unread.id.str());
    });
  }
  if (held.event == "booking:status") {
    return std::ranges::any_of(arrival.restored.bookings, [&](const BookingId& id) {
      return socket.in(booking_room(id)) && begins_with(held, "bookingId", id.str());
    });
  }
  const bool is_of_offer = held.event == "booking:offer" || held.event == "offer:expired";
  return is_of_offer && tells_of_offer(held, arrival.offers);
}

}  // namespace waycast::gateway
