// Durations as the environment writes them (`JWT_EXPIRES_IN=7d`).
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace waycast::auth {

// "7d", "12h", "30m", "45s", "500ms", "2w"; a bare number is seconds, as jsonwebtoken reads a
// number. nullopt for anything else, for nothing and for zero.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace waycast::auth
