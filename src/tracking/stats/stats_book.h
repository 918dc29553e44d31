// The figures of `dashboard:stats`, kept by adding up changes: no table is scanned after the start.
// Money is counted in cents, so that no order of additions matters. Dispatch loop only.
#pragma once

#include <vector>

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

  // Past midnight, today's figures start again; after a step of the wall clock, they are those of
  // the day that it shows.
  void roll(TimePoint now);
  const TimeZone::Day& today() const { return today_.day; }
  TimeZone::Day day_of(TimePoint at) const { return zone_.day_of(at); }

  StatsCount count() const;

 private:
  struct Deliveries {
    TimeZone::Day day{};
    std::int64_t count = 0, cents = 0;
  };
  std::int64_t* counter_of(BookingStatus status);  // null: finished
  Deliveries& deliveries_at(TimePoint at);

  TimeZone zone_;
  Deliveries today_;
  std::vector<Deliveries> other_days_;  // that the wall clock showed, a few
  std::int64_t active_ = 0, pending_ = 0, online_pilots_ = 0;
};

bool is_same(const StatsCount& a, const StatsCount& b);

}  // namespace waycast
