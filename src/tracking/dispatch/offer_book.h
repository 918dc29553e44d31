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
  // `ends`: its expires_at on the steady clock, by which its time runs.
  void add(const Offer& offer, SteadyTime ends);
  void set_timer(const OfferId& id, TimerId timer);

  struct Entry {
    Offer offer;
    SteadyTime ends{};
    TimerId timer = 0;  // to be cancelled
  };
  std::optional<Entry> remove(const OfferId& id);  // nullopt: has ended already

  const Offer* find(const OfferId& id) const;
  // Of an offer that is here.
  SteadyTime ends(const OfferId& id) const { return offers_.at(id).ends; }
  // A moment by the offer's own clock, which showed the wall's time when the offer was made and
  // took no step since: before expires_at if and only if the offer's time was running.
  TimePoint time_of(const OfferId& id, SteadyTime at) const;
  const Offer* find(const BookingId& booking, const PilotId& pilot) const;
  std::vector<Offer> of_pilot(const PilotId& pilot) const;
  // Those whose pilot was told: their time runs.
  std::vector<Offer> announced_to(const PilotId& pilot) const;
  bool has_offer(const PilotId& pilot) const { return by_pilot_.contains(pilot); }

 private:
  std::unordered_map<OfferId, Entry> offers_;
  std::unordered_multimap<PilotId, OfferId> by_pilot_;
};

}  // namespace waycast
