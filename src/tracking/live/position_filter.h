// Decides whether a position moves the marker: GPS spikes, late and vague points must not, and a
// wrong belief must heal by itself.
//
// A point that needs an implausible speed from the believed position is set aside. Three of them in
// a row that agree with each other are believed (the spike was the old position), and what was
// flagged and what was not are changed over: PointFlag. A point that agrees with the believed
// position drops those set aside, so a second device left at home does not make the marker commute.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/geo.h"
#include "tracking/live/live_settings.h"
#include "tracking/points.h"

namespace waycast {

struct Fix {
  LatLng at;
  double accuracy = 0;  // metres, 0 if unknown
  TimePoint recorded_at{};
  Duration doubt{};  // it may be older by as much: so long they may have been on their way since
};

// Not thread-safe. Belongs to one pilot.
class PositionFilter {
 public:
  enum class Verdict : std::uint8_t {
    kMoves,        // newer and plausible
    kOld,          // not newer than the marker
    kImplausible,  // kept in history with a flag
    kVague,        // likewise: the marker has a better position that is young
  };

  // `row` is how the fix is stored. Appends to `changes` what turns out of rows judged before.
  // `is_doubtful`: while nothing is believed, this one is not either before others agree with it.
  // `settings` may change between calls.
  Verdict judge(const Fix& fix, const PointRow& row, bool is_doubtful, const LiveSettings& settings,
                std::vector<PointFlag>& changes);

  // What was stored last, while nothing is believed yet.
  void seed(const Fix& fix, const BookingId& booking);

  // Nothing was recorded after `now`: if it seems so, the server's clock was set back, and what is
  // newer than the marker is not to wait until it has caught up.
  void follow_clock(TimePoint now);

  const std::optional<Fix>& believed() const { return believed_; }
  // Whether the marker may have come from there, or gone there before.
  bool is_near_marker(const Fix& fix, const LiveSettings& settings) const;

 private:
  struct Row {
    BookingId booking;
    TimePoint recorded_at{};
  };

  Verdict suspect(const Fix& fix, const PointRow& row, const LiveSettings& settings,
                  std::vector<PointFlag>& changes);
  void replace_belief(std::vector<PointFlag>& changes);
  void believe(const Fix& fix, const PointRow& row);
  void remember(const BookingId& booking, TimePoint recorded_at);
  bool agrees_with_suspects(const Fix& fix, const LiveSettings& settings) const;

  std::optional<Fix> believed_;
  std::size_t suspect_count_ = 0;
  int moves_ = 0;  // of the belief, to another place
  bool is_confirmed_ = false;
  // A belief that has not really moved may be wrong from its first point on: these would get the
  // flag. Bounded; empty once the belief is confirmed.
  std::vector<Row> unconfirmed_;
  std::array<Fix, 2> suspects_;
  std::array<Row, 2> suspect_rows_;
};

}  // namespace waycast
