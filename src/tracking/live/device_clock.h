// How wrong the clock of a pilot's device is, learned from what it sends.
//
// Phones date their positions by their own clock, and some of those are minutes or hours off. Taken
// at their word, such a phone's positions would be too old to be shown, or come from the future. So
// the server learns the error and corrects every time of the device by it. It learns in two ways:
//
// - A message may say when it was sent. What is missing from there to its arrival is the clock's
//   error plus the time on the way; the way is never negative, so the smallest difference that was
//   seen is the nearest to the error.
// - Otherwise live positions tell. They are young when they arrive. A delay that stays the same
// over
//   several of them and is larger than an age would be (`clock_error_min`) is the clock's.
//
// A delay that jumps comes from the network, or from two devices of one pilot. Nothing is corrected
// by it.
#pragma once

#include <optional>

#include "tracking/live/live_settings.h"
#include "tracking/points.h"

namespace waycast {

// Belongs to one pilot and is not thread-safe.
class DeviceClock {
 public:
  struct Dating {
    TimePoint at{};           // when the position was recorded, by the server's clock
    bool is_told = false;     // the sender said when it sent: an old position really is old
    bool is_dubious = false;  // it seems old, but perhaps only because the clock is wrong
  };
  // Dates a live position that arrived `now`, and learns from it.
  Dating date(const Location& location, TimePoint now, const LiveSettings& settings);

  // What has to be added to every time in a batch that arrived `now`. `sent_at`: when the device
  // says it sent the batch, if it says so; then this is learned from, too.
  Duration correction_of_batch(std::optional<TimePoint> sent_at, TimePoint now,
                               const LiveSettings& settings);
  // What is added to the device's times at present. Zero: its clock is right as far as is known.
  Duration correction() const { return correction_; }
  bool is_corrected() const { return correction_ != Duration{}; }

 private:
  Duration exact(TimePoint sent_at, TimePoint now, const LiveSettings& settings);
  void observe(Duration delay, TimePoint now, const LiveSettings& settings);

  Duration correction_{};
  std::optional<Duration> exact_;  // the smallest difference of a sender that says when it sends
  // The present run of live positions with much the same delay.
  Duration run_least_{}, run_most_{};
  TimePoint run_began_{};
  int run_ = 0;
  int far_ = 0;  // messages in a row that were longer on their way than the quickest
};

}  // namespace waycast
