#include "gateway/followed.h"

#include <algorithm>

#include "gateway/rooms.h"

namespace waycast::gateway {
namespace {

void add_new(std::vector<BookingId>& to, const BookingId& id) {
  if (std::ranges::find(to, id) == to.end()) to.push_back(id);
}

}  // namespace

Followed Followed::of(const std::vector<std::string>& texts, Role role) {
  Followed followed;
  for (const std::string& text : texts) {
    const bool is_watched = text.starts_with(kWatchersPrefix);
    const bool is_for_admins = is_watched || text == kDashboardRoom;
    if (is_for_admins && role != Role::kAdmin) continue;
    if (text == kDashboardRoom) {
      followed.has_dashboard = true;
    } else if (is_watched) {
      const BookingId id(text.substr(kWatchersPrefix.size()));
      add_new(followed.watched, id);
      add_new(followed.bookings, id);
    } else {
      add_new(followed.bookings, BookingId(text));
    }
  }
  return followed;
}

void Followed::forget(const BookingId& id) {
  std::erase(bookings, id);
  std::erase(watched, id);
}

std::vector<std::string> followed_by(const realtime::Socket& socket) {
  std::vector<std::string> texts;
  for (const std::string& room : socket.rooms()) {
    if (room.starts_with(kBookingPrefix)) {
      texts.push_back(room.substr(kBookingPrefix.size()));
    } else if (room.starts_with(kWatchersPrefix) || room == kDashboardRoom) {
      texts.push_back(room);
    }
  }
  return texts;
}

}  // namespace waycast::gateway
