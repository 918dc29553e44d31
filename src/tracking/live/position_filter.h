// Decides whether a position moves the marker that followers see.
//
// GPS is wrong at times: a spike puts a courier into the next town for a second, a phone in a
// basement knows its place to within two kilometres, a late point says where somebody was before.
// None of these may move the marker. Yet the filter itself may be wrong, when the first point that
// it believed was the spike, and then it must find out by itself.
//
// A point that the pilot cannot have reached from the believed position is set aside. Three in a
// row that agree with each other are believed, since it is the old position that was wrong. Then
// the flags of the stored rows are changed over (PointFlag): those set aside lose theirs, and the
// old position gets one if the pilot never really moved there. A point that agrees with the
// believed position drops those set aside. So a second device that was left at home does not make
// the marker commute.
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
  // It may have been recorded earlier by this much, so the pilot may have been on their way for so
  // much longer.
  Duration doubt{};
};

// Not thread-safe. Belongs to one pilot.
class PositionFilter {
 public:
  enum class Verdict : std::uint8_t {
    kMoves,        // it is newer than the marker and plausible
    kOld,          // it is not newer than the marker
    kImplausible,  // the pilot cannot have got there: it is stored with a flag
    kVague,        // it is inaccurate and the marker is better and young: stored with a flag
  };

  // Judges `fix`, which is stored as `row`. Rows judged before that turn out to be flagged wrongly
  // are appended to `changes`. If nothing is believed yet, the first fix is, unless it is doubtful
  // (exactly 0,0, say): then others have to agree with it first. `settings` may differ from call to
  // call.
  Verdict judge(const Fix& fix, const PointRow& row, bool is_doubtful, const LiveSettings& settings,
                std::vector<PointFlag>& changes);

  // Begins with the position that was stored last, after a restart. Ignored once something is
  // believed.
  void seed(const Fix& fix, const BookingId& booking);

  // To be called before a fix is judged. If the marker is from after `now`, the server's clock was
  // set back; the marker is then dated `now`, for else no position would count as newer until the
  // clock has caught up.
  void follow_clock(TimePoint now);

  const std::optional<Fix>& believed() const { return believed_; }
  // Whether the pilot can have been at `fix` and at the marker at the times of both.
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
  // The rows that get a flag if the belief turns out wrong: all since its first point, while it has
  // not really moved. Bounded, and empty once the belief is confirmed.
  std::vector<Row> unconfirmed_;
  std::array<Fix, 2> suspects_;
  std::array<Row, 2> suspect_rows_;
};

}  // namespace waycast
