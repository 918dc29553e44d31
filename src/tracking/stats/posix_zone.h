// The rule at the end of a zone file, for times after its last listed change (RFC 8536 3.3; POSIX
// "Environment Variables", TZ): `CET-1CEST,M3.5.0,M10.5.0/3`. Some systems list no changes of the
// years to come at all.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"

namespace waycast {

class PosixZone {
 public:
  // nullopt if it is malformed.
  static std::optional<PosixZone> parse(std::string_view text);

  Duration offset_at(TimePoint at) const;  // local = UTC + offset

 private:
  // A day of any year, and a local time on it, which may be another day's.
  struct Change {
    enum class Kind { kMonthWeekDay, kJulian, kDayOfYear };
    Kind kind = Kind::kMonthWeekDay;
    int month = 0, week = 0,
        weekday = 0;  // the week-th weekday of the month, 5: the last; Sunday: 0
    int day = 0;      // kJulian: 1..365, no 29 February; kDayOfYear: 0..365
    Duration time = std::chrono::hours(2);

    TimePoint in(std::chrono::year year) const;
  };
  class Reader;

  Duration standard_{0};
  Duration summer_{0};  // == standard_: there is no summer time
  Change begins_, ends_;
};

}  // namespace waycast
