// Decides whether a position moves the marker: GPS spikes and late points must not, and a wrong
// belief must heal by itself.
//
// A point that needs an implausible speed from the believed position is set aside. Three of them in
// a row that agree with each other are believed (the spike was the old position). A point that
// agrees with the believed position drops those set aside, so a second device left at home does not
// make the marker commute.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/geo.h"
#include "tracking/live/live_settings.h"

namespace waycast {

struct Fix {
  LatLng at;
  double accuracy = 0;  // metres, 0 if unknown
  TimePoint recorded_at{};
};

// Not thread-safe. Belongs to one pilot.
class PositionFilter {
 public:
  enum class Verdict : std::uint8_t {
    kMoves,        // newer and plausible
    kOld,          // not newer than the marker
    kImplausible,  // kept in history with a flag
  };

  // `settings` may change between calls.
  Verdict judge(const Fix& fix, const LiveSettings& settings);

  // Nothing was recorded after `now`: if it seems so, the server's clock was set back, and what is
  // newer than the marker is not to wait until it has caught up.
  void follow_clock(TimePoint now);

  const std::optional<Fix>& believed() const { return believed_; }

 private:
  bool agrees_with_suspects(const Fix& fix, const LiveSettings& settings) const;

  std::optional<Fix> believed_;
  std::array<Fix, 2> suspects_;
  std::size_t suspect_count_ = 0;
};

}  // namespace waycast
