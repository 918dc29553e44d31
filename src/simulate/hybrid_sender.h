// When a pilot's phone sends its position (product, row 8): moved 50 m or more, or after 10 s on a
// delivery, 30 s while merely online; offline, nothing. Never sooner than the server's throttle
// allows.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/geo.h"

namespace waycast::simulate {

enum class Duty : std::uint8_t { kOffline, kOnline, kDelivering };

struct SenderSettings {
  double moved_metres = 50;
  Duration delivering_every{10'000};
  Duration online_every{30'000};
  Duration spacing{1'050};  // at least between two sends
};

class HybridSender {
 public:
  explicit HybridSender(SenderSettings settings) : settings_(settings) {}

  // Is it time to send? If so, counts it as sent.
  bool due(Duty duty, LatLng at, SteadyTime now);

 private:
  SenderSettings settings_;
  std::optional<LatLng> last_at_;
  SteadyTime last_sent_{};
};

}  // namespace waycast::simulate
