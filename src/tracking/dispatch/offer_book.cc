#include "tracking/dispatch/offer_book.h"

#include <ranges>

namespace waycast {

void OfferBook::add(const Offer& offer, SteadyTime ends) {
  if (!offers_.emplace(offer.id, Entry{offer, ends}).second) return;
  by_pilot_.emplace(offer.pilot_id, offer.id);
}

void OfferBook::set_timer(const OfferId& id, TimerId timer) {
  const auto it = offers_.find(id);
  if (it != offers_.end()) it->second.timer = timer;
}

std::optional<OfferBook::Entry> OfferBook::remove(const OfferId& id) {
  auto node = offers_.extract(id);
  if (node.empty()) return std::nullopt;
  const auto [first, last] = by_pilot_.equal_range(node.mapped().offer.pilot_id);
  for (auto it = first; it != last; ++it) {
    if (it->second != id) continue;
    by_pilot_.erase(it);
    break;
  }
  return std::move(node.mapped());
}

const Offer* OfferBook::find(const OfferId& id) const {
  const auto it = offers_.find(id);
  return it == offers_.end() ? nullptr : &it->second.offer;
}

const Offer* OfferBook::find(const BookingId& booking, const PilotId& pilot) const {
  const auto [first, last] = by_pilot_.equal_range(pilot);
  for (auto it = first; it != last; ++it) {
    const Offer* offer = find(it->second);
    if (offer->booking_id == booking) return offer;
  }
  return nullptr;
}

TimePoint OfferBook::time_of(const OfferId& id, SteadyTime at) const {
  const Entry& held = offers_.at(id);
  return held.offer.expires_at + (at - held.ends);
}

std::vector<Offer> OfferBook::of_pilot(const PilotId& pilot) const {
  std::vector<Offer> offers;
  const auto [first, last] = by_pilot_.equal_range(pilot);
  for (auto it = first; it != last; ++it) offers.push_back(*find(it->second));
  return offers;
}

std::vector<Offer> OfferBook::announced_to(const PilotId& pilot) const {
  std::vector<Offer> offers = of_pilot(pilot);
  std::erase_if(offers, [this](const Offer& offer) { return offers_.at(offer.id).timer == 0; });
  return offers;
}

}  // namespace waycast
