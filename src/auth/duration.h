// Durations as the existing app's environment writes them (`JWT_EXPIRES_IN=7d`).
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace waycast::auth {

// What the npm package `ms` reads, and with it jsonwebtoken's `expiresIn`: "7d", "2 weeks", "1.5h",
// "24H", "1y" (365.25 days). A bare number is milliseconds. nullopt for anything else, for what is
// below a millisecond and for more than a century.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace waycast::auth
