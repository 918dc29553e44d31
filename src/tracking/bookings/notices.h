// What people are told of a booking's life: one table of texts, and who gets which.
#pragma once

#include <vector>

#include "tracking/bookings/booking_change.h"

namespace waycast {

// Who made a change, if a customer or a pilot did.
struct Maker {
  std::optional<UserId> user;
  std::optional<PilotId> pilot;
};

// The notifications of a change, none for whoever made it. Offers are not notified: they have
// events of their own.
std::vector<Notification> notices_of(const BookingChange& change, const Maker& maker,
                                     TimePoint now);

}  // namespace waycast
