#include "simulate/hybrid_sender.h"

namespace waycast::simulate {

bool HybridSender::due(Duty duty, LatLng at, SteadyTime now) {
  if (duty == Duty::kOffline) return false;
  if (last_at_) {
    const Duration since = now - last_sent_;
    if (since < settings_.spacing) return false;
    const Duration every =
        duty == Duty::kDelivering ? settings_.delivering_every : settings_.online_every;
    const bool moved = haversine_km(*last_at_, at) * 1000 >= settings_.moved_metres;
    if (!moved && since < every) return false;
  }
  last_at_ = at;
  last_sent_ = now;
  return true;
}

}  // namespace waycast::simulate
