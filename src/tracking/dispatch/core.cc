#include "tracking/dispatch/core.h"

namespace waycast {

DispatchCore::DispatchCore(Loop& on, Store& rows, Events& outside, DispatchSettings tuning)
    : loop(on),
      store(rows),
      events(outside),
      settings(std::move(tuning)),
      turns(on),
      stats(on, outside, settings.time_zone, settings.stats_interval),
      room(settings.accounts) {}

void DispatchCore::refresh_pilot(const PilotId& id) {
  const OnlinePilot* pilot = fleet.find(id);
  if (pilot == nullptr) return;
  const bool is_busy = bookings.is_busy(id), has_offer = offers.has_offer(id);
  if (pilot->is_busy == is_busy && pilot->has_offer == has_offer) return;
  fleet.update(id, [&](OnlinePilot& changing) {
    changing.is_busy = is_busy;
    changing.has_offer = has_offer;
  });
}

}  // namespace waycast
