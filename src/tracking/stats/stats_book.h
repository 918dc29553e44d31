// The figures of `dashboard:stats`, kept by adding up changes: no table is scanned after the start.
// Money is counted in cents, so that no order of additions matters. Dispatch loop only.
#pragma once

#include "tracking/ports/store_writes.h"
#include "tracking/stats/time_zone.h"

namespace waycast {

class StatsBook {
 public:
  explicit StatsBook(TimeZone zone) : zone_(std::move(zone)) {}

  // Starts from what the store counted for the day of `now`.
  void reset(const StatsCount& counted, TimePoint now);
  // An unfinished booking appeared in this state.
  void booking_added(BookingStatus status);
  void booking_changed(BookingStatus before, const Booking& booking);
  void pilots_online(std::size_t count) { online_pilots_ = static_cast<std::int64_t>(count); }

  // Past midnight, today's figures start again.
  void roll(TimePoint now);
  TimePoint today_ends() const { return today_ends_; }
  TimePoint start_of_day(TimePoint at) const { return zone_.start_of_day(at); }

  StatsCount count() const;

 private:
  std::int64_t* counter_of(BookingStatus status);  // null: finished

  TimeZone zone_;
  TimePoint today_starts_{}, today_ends_{};
  std::int64_t active_ = 0, pending_ = 0, online_pilots_ = 0;
  std::int64_t today_deliveries_ = 0, today_cents_ = 0;
};

bool is_same(const StatsCount& a, const StatsCount& b);

}  // namespace waycast
