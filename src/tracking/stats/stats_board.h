// Publishes the stats: on change, at most once per interval, and at midnight. Dispatch loop only.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/executor.h"
#include "tracking/ports/events.h"
#include "tracking/stats/stats_book.h"

namespace waycast {

// The counts as they are now, for the metrics.
struct StatsGauges {
  std::atomic<std::int64_t> active_bookings{0}, pending_bookings{0}, online_pilots{0};

  void show(const StatsCount& count) {
    active_bookings.store(count.active_bookings, std::memory_order_relaxed);
    pending_bookings.store(count.pending_bookings, std::memory_order_relaxed);
    online_pilots.store(count.online_pilots, std::memory_order_relaxed);
  }
};

class StatsBoard {
 public:
  // `loop` and `events` outlive the board.
  StatsBoard(Loop& loop, Events& events, TimeZone zone, Duration interval);

  void start(const StatsCount& counted);

  // Changes go through here: `change(StatsBook&)`, then what differs is published in time.
  template <class Change>
  void update(Change change) {
    change(book_);
    gauges_.show(book_.count());
    publish_in_time();
  }
  StatsCount count();
  const StatsGauges& gauges() const { return gauges_; }  // any thread
  TimeZone::Day today() const { return book_.day_of(loop_.clock().now()); }

 private:
  void publish_in_time();
  void publish();
  void await_midnight();

  Loop& loop_;
  Events& events_;
  StatsBook book_;
  StatsGauges gauges_;
  Duration interval_;
  StatsCount published_;
  std::optional<SteadyTime> published_at_;
  TimerId publishing_ = 0;
};

}  // namespace waycast
