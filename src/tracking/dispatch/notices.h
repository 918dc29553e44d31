// What people are told of a booking's life: one table of texts, and who gets which.
#pragma once

#include <vector>

#include "base/principal.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

// The notifications of a change, none for whoever made it. Offers are not notified: they have
// events of their own.
std::vector<Notification> notices_of(const BookingChange& change, const Principal& by,
                                     TimePoint now);

}  // namespace waycast
