// When a day begins: "today" of the dashboard follows a configured IANA time zone.
//
// libstdc++ 12 has no time zones, and the C library has only one for the whole process, so this
// reads the system's compiled zone files itself (RFC 8536), the listed changes and the rule for
// the time after them. Immutable once loaded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "tracking/stats/posix_zone.h"

namespace waycast {

class TimeZone {
 public:
  TimeZone() = default;  // UTC

  // "Asia/Kolkata" or "UTC"; ERR_1001 if `directory` holds no such zone. Blocks on the file.
  static Result<TimeZone> load(std::string_view name,
                               const std::string& directory = "/usr/share/zoneinfo");
  // The content of a zone file.
  static Result<TimeZone> parse(std::string_view file);

  Duration offset_at(TimePoint at) const;  // local = UTC + offset

  // A day begins when the clocks of the zone first show its date or a later one, and lasts until
  // the next one begins. So every moment belongs to one day, wherever a change of the clocks shows
  // midnight twice, never, or the day before again; a date that the zone left out is no day.
  struct Day {
    TimePoint starts, ends;
    bool has(TimePoint at) const { return starts <= at && at < ends; }
  };
  Day day_of(TimePoint at) const;

 private:
  TimePoint first_moment_of(std::chrono::sys_days date) const;
  TimePoint next_change(TimePoint from, TimePoint until) const;

  Duration first_offset_{0};
  std::vector<std::pair<TimePoint, Duration>> changes_;  // from when on, which offset
  std::optional<PosixZone> afterwards_;                  // after the last of them
};

}  // namespace waycast
