// The pilots who are online, as matching sees them: presence and positions come from the shards,
// the rest (approval, vehicles, rating) is read from the store. Dispatch loop only.
#pragma once

#include <unordered_map>

#include "tracking/dispatch/core.h"
#include "tracking/dispatch/matchmaker.h"
#include "tracking/dispatch/offer_desk.h"

namespace waycast {

class FleetDesk {
 public:
  FleetDesk(DispatchCore& core, OfferDesk& offers, Matchmaker& matchmaker)
      : core_(core), offers_(offers), matchmaker_(matchmaker) {}

  void resume(const std::vector<FleetPilot>& online);
  void pilot_online(const PilotId& id);
  void pilot_offline(const PilotId& id);
  void pilot_changed(const PilotId& id);
  void positions(const std::vector<FleetPosition>& batch);

 private:
  struct Presence {
    std::uint64_t last_read = 0;             // answers of earlier reads are out of date
    std::optional<FleetPosition> waiting{};  // came before the first answer
  };

  void read(const PilotId& id);
  void enter(const FleetPilot& row);
  void count_online();

  DispatchCore& core_;
  OfferDesk& offers_;
  Matchmaker& matchmaker_;
  std::unordered_map<PilotId, Presence> online_;
  std::uint64_t reads_ = 0;
};

}  // namespace waycast
