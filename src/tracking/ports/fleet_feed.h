// From the shards, where pilots live, to the dispatch loop, which matches them: presence at once,
// positions in batches at most 100 ms old.
#pragma once

#include <vector>

#include "tracking/ports/events.h"

namespace waycast {

class FleetFeed {
 public:
  virtual ~FleetFeed() = default;
  // Any thread; each posts to the dispatch loop. Presence has been committed to the store before.
  virtual void pilot_online(const PilotId& pilot, const VehicleId& vehicle) = 0;
  virtual void pilot_offline(const PilotId& pilot) = 0;
  virtual void positions(std::vector<FleetPosition> batch) = 0;
};

}  // namespace waycast
