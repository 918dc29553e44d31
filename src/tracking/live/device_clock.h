// How wrong the clock of a pilot's device is, learned from what it sends: the times of its
// positions are corrected by that.
//
// Exactly, where a message says when it was sent: what is missing to its arrival is the clock's
// error and the time on the way, so the smallest seen is nearest. Without that, live positions
// tell: they are young when they arrive, so a delay that stays the same over several of them is the
// clock's, if it is larger than an age would be. A delay that jumps is of a network, or of two
// devices: then nothing is corrected.
#pragma once

#include <optional>

#include "tracking/live/live_settings.h"
#include "tracking/points.h"

namespace waycast {

// Not thread-safe. Belongs to one pilot.
class DeviceClock {
 public:
  // When a live position was recorded, by the server's clock.
  struct Dating {
    TimePoint at{};
    bool is_told = false;     // by the sender, so that an old one is old
    bool is_dubious = false;  // an age that nobody vouches for: the clock may be wrong
  };
  Dating date(const Location& location, TimePoint now, const LiveSettings& settings);

  // For all times of a batch that says when it was sent, or does not: to be added.
  Duration correction_of_batch(std::optional<TimePoint> sent_at, TimePoint now,
                               const LiveSettings& settings);
  Duration correction() const { return correction_; }
  bool is_corrected() const { return correction_ != Duration{}; }

 private:
  Duration exact(TimePoint sent_at, TimePoint now, const LiveSettings& settings);
  void observe(Duration delay, TimePoint now, const LiveSettings& settings);

  Duration correction_{};
  std::optional<Duration> exact_;  // the smallest of a sender that says when it sends
  Duration run_least_{}, run_most_{};
  TimePoint run_began_{};
  int run_ = 0;  // live positions in a row with much the same delay
  int far_ = 0;  // messages in a row that were longer on their way than the quickest
};

}  // namespace waycast
