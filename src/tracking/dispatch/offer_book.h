// The pending offers, in memory. An offer stands here from the moment it is decided (so that its
// pilot is not offered a second booking) until it has ended and its pilot was told.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "base/executor.h"
#include "tracking/offers.h"

namespace waycast {

class OfferBook {
 public:
  void add(const Offer& offer);
  void set_timer(const OfferId& id, TimerId timer);

  struct Taken {
    Offer offer;
    TimerId timer = 0;  // to be cancelled
  };
  std::optional<Taken> take(const OfferId& id);  // nullopt: has ended already

  const Offer* find(const OfferId& id) const;
  const Offer* find(const BookingId& booking, const PilotId& pilot) const;
  std::vector<Offer> of_pilot(const PilotId& pilot) const;
  // Those whose pilot was told: their time runs.
  std::vector<Offer> announced_to(const PilotId& pilot) const;
  bool has_offer(const PilotId& pilot) const { return by_pilot_.contains(pilot); }

 private:
  std::unordered_map<OfferId, Taken> offers_;
  std::unordered_multimap<PilotId, OfferId> by_pilot_;
};

}  // namespace waycast
