// The names of rooms (docs/domain.md, "Rooms"). Personal rooms are Principal::key().
#pragma once

#include <string>
#include <string_view>

#include "base/ids.h"

namespace waycast::gateway {

inline constexpr std::string_view kBookingPrefix = "booking:";
inline constexpr std::string_view kWatchersPrefix = "watchers:";
inline constexpr std::string_view kDashboardRoom = "admin:dashboard";

inline std::string booking_room(const BookingId& id) { return "booking:" + id.str(); }
inline std::string user_room(const UserId& id) { return "user:" + id.str(); }
inline std::string pilot_room(const PilotId& id) { return "pilot:" + id.str(); }
// Sockets that asked for `booking:location` (`admin:booking:subscribe`).
inline std::string watchers_room(const BookingId& id) { return "watchers:" + id.str(); }

}  // namespace waycast::gateway
