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

// What four digits of a year can say, and no text says more: 0000-01-01 to 9999-12-31 in UTC.
inline constexpr TimePoint kFirstTime{std::chrono::sys_days{std::chrono::year{0} / 1 / 1}};
inline constexpr TimePoint kLastTime =
    TimePoint{std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1}} - Duration{1};

// Accepts what JavaScript's toISOString, RFC 3339 and ISO 8601 write: seconds and their fraction
// may be left out, then `Z` or an offset (`+05:30`, `+0530`). nullopt otherwise, and for a time
// that its offset moves out of the years above.
std::optional<TimePoint> parse_time(std::string_view text);

// The same for a moment in the life of this system that somebody tells from outside (a fix, a
// sending, a schedule): nothing before the year 2000 is one.
std::optional<TimePoint> parse_event_time(std::string_view text);

}  // namespace waycast
