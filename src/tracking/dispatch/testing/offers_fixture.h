// Offers as tests look at them: what was offered, what the table says, pilots that keep moving.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "tracking/dispatch/testing/dispatch_world.h"

namespace waycast::testing {

class OffersFixture : public ::testing::Test {
 protected:
  DispatchWorld world;

  const Offer& last_offer() { return world.events.offers.back(); }
  std::size_t offers_made() { return world.events.offers.size(); }
  OfferState stored_state(const OfferId& id) {
    return world.store.read_now([&](StoreReads& reads) { return reads.offer(id); })
        .value()
        .value()
        .state;
  }
  // Lets time pass with the pilots still sending positions.
  void pass(Duration time, std::initializer_list<std::pair<int, double>> pilots) {
    for (Duration left = time; left.count() > 0; left -= std::chrono::seconds(10)) {
      world.loop.advance(std::min<Duration>(left, std::chrono::seconds(10)));
      for (const auto& [number, km] : pilots) world.move(number, km);
    }
  }
};

}  // namespace waycast::testing
