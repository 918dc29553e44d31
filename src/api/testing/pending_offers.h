// The offers that a pilot has by the store, with their bookings.
#pragma once

#include <utility>
#include <vector>

#include "storage/inline_store.h"

namespace waycast::api::testing {

inline std::vector<std::pair<Offer, BookingDetails>> pending_offers(InlineStore& store,
                                                                    const PilotId& pilot) {
  std::vector<std::pair<Offer, BookingDetails>> pending;
  const auto offers =
      store.read_now([&](StoreReads& reads) { return reads.offers_of_pilot(pilot); });
  for (const Offer& offer : offers.value()) {
    const auto booking =
        store.read_now([&](StoreReads& reads) { return reads.booking_details(offer.booking_id); });
    pending.emplace_back(offer, booking.value().value());
  }
  return pending;
}

}  // namespace waycast::api::testing
