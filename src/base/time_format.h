// ISO-8601 UTC with milliseconds: `2026-11-24T08:15:30.123Z`, the one format on the wire and in
// SQLite.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace waycast {

std::string format_time(TimePoint at);
void append_time(std::string& out, TimePoint at);

// Accepts what JavaScript's toISOString and RFC 3339 write: optional fraction, `Z` or an offset.
// nullopt otherwise.
std::optional<TimePoint> parse_time(std::string_view text);

}  // namespace waycast
