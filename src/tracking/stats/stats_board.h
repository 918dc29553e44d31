// Publishes the stats: on change, at most once per interval, and at midnight. Dispatch loop only.
#pragma once

#include <optional>

#include "base/executor.h"
#include "tracking/ports/events.h"
#include "tracking/stats/stats_book.h"

namespace waycast {

class StatsBoard {
 public:
  // `loop` and `events` outlive the board.
  StatsBoard(Loop& loop, Events& events, TimeZone zone, Duration interval);

  void start(const StatsCount& counted);

  // Changes go through here: `change(StatsBook&)`, then what differs is published in time.
  template <class Change>
  void update(Change change) {
    change(book_);
    publish_in_time();
  }
  StatsCount count();
  TimePoint today_starts() const { return book_.start_of_day(loop_.clock().now()); }

 private:
  void publish_in_time();
  void publish();
  void await_midnight();

  Loop& loop_;
  Events& events_;
  StatsBook book_;
  Duration interval_;
  StatsCount published_;
  std::optional<SteadyTime> published_at_;
  TimerId publishing_ = 0;
};

}  // namespace waycast
