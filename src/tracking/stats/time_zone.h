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
  TimePoint start_of_day(TimePoint at) const;
  TimePoint start_of_next_day(TimePoint at) const;

 private:
  Duration first_offset_{0};
  std::vector<std::pair<TimePoint, Duration>> changes_;  // from when on, which offset
  std::optional<PosixZone> afterwards_;                  // after the last of them
};

}  // namespace waycast
