// Dates as people write them in forms and filters.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace waycast::api {

// "1990-12-31" is its first moment in UTC; anything else is read as an ISO-8601 time. nullopt for
// what is neither, and before 1900: nobody alive was born then.
std::optional<TimePoint> parse_date(std::string_view text);

}  // namespace waycast::api
