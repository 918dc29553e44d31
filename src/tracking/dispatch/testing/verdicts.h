// What must hold after any history of offers and bookings, whoever raced and whatever was killed:
// the store's tables and the events that were sent are judged.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "tracking/dispatch/testing/dispatch_world.h"
#include "tracking/dispatch/testing/step_loop.h"

namespace waycast::testing {

using RacedWorld = BasicDispatchWorld<StepLoop>;
using Winners = std::map<BookingId, std::set<PilotId>>;

inline std::vector<Booking> stored_bookings(RacedWorld& world) {
  std::vector<Booking> found;
  const auto page = world.store.read_now(
      [](StoreReads& reads) { return reads.bookings(BookingFilter{}, {.page = 1, .limit = 100}); });
  for (const BookingDetails& details : page->items) found.push_back(details.booking);
  return found;
}
inline std::vector<Offer> offers_of(RacedWorld& world, const BookingId& id) {
  return world.store.read_now([&](StoreReads& reads) { return reads.offers_of_booking(id); })
      .value();
}
inline std::vector<Offer> stored_offers(RacedWorld& world) {
  std::vector<Offer> all;
  for (const Booking& booking : stored_bookings(world)) {
    for (const Offer& offer : offers_of(world, booking.id)) all.push_back(offer);
  }
  return all;
}

inline void expect_one_winner_each(RacedWorld& world, const Winners& told_they_won) {
  std::map<PilotId, int> active;
  for (const Booking& booking : stored_bookings(world)) {
    int won = 0;
    for (const Offer& offer : offers_of(world, booking.id)) {
      if (offer.state != OfferState::kAccepted) continue;
      ++won;
      EXPECT_EQ(offer.pilot_id, booking.pilot_id);
    }
    EXPECT_LE(won, 1);
    if (is_active(booking.status)) ++active[*booking.pilot_id];
    const auto told = told_they_won.find(booking.id);
    if (told == told_they_won.end()) continue;
    EXPECT_EQ(told->second, std::set{*booking.pilot_id});
  }
  for (const auto& [id, count] : active) EXPECT_EQ(count, 1) << id.str();
}

// A pilot's next booking begins when the one before has ended, to judge by the table.
inline void expect_one_booking_at_a_time(RacedWorld& world) {
  using Held = std::pair<TimePoint, TimePoint>;  // from, to
  std::map<PilotId, std::multiset<Held>> by_pilot;
  for (const Booking& booking : stored_bookings(world)) {
    if (!booking.pilot_id) continue;
    const TimePoint end =
        booking.delivered_at.value_or(booking.cancelled_at.value_or(TimePoint::max()));
    by_pilot[*booking.pilot_id].emplace(*booking.accepted_at, end);
  }
  for (const auto& [id, bookings] : by_pilot) {
    TimePoint free_since{};
    for (const auto& [accepted, ended] : bookings) {
      EXPECT_GE(accepted, free_since) << id.str();
      free_since = ended;
    }
  }
}

inline void expect_no_offer_outlives_its_time(RacedWorld& world) {
  for (const Offer& offer : stored_offers(world)) {
    ASSERT_NE(offer.state, OfferState::kPending);
    if (offer.state == OfferState::kAccepted || offer.state == OfferState::kDeclined) {
      EXPECT_LT(*offer.answered_at, offer.expires_at);
    }
    if (offer.state == OfferState::kTimeout) {
      EXPECT_GE(*offer.answered_at, offer.expires_at);
    }
  }
}

inline void expect_one_offer_at_a_time(RacedWorld& world) {
  std::map<PilotId, std::map<TimePoint, Offer>> by_pilot;
  for (const Offer& offer : stored_offers(world)) {
    by_pilot[offer.pilot_id].emplace(offer.created_at, offer);
  }
  for (const auto& [id, offers] : by_pilot) {
    TimePoint free_since{};
    for (const auto& [created, offer] : offers) {
      EXPECT_GE(created, free_since) << id.str();
      free_since = *offer.answered_at;
    }
  }
}

inline void expect_the_journal_explains_all(RacedWorld& world) {
  for (const Booking& booking : stored_bookings(world)) {
    std::set<OfferId> offered;
    std::set<PilotId> winners;
    for (const JournalEntry& row : world.journal(booking.id)) {
      if (row.offer_id) offered.insert(*row.offer_id);
      if (row.answer == OfferState::kAccepted) winners.insert(row.pilot_id);
    }
    for (const Offer& offer : offers_of(world, booking.id)) EXPECT_TRUE(offered.contains(offer.id));
    const auto expected = booking.pilot_id ? std::set{*booking.pilot_id} : std::set<PilotId>{};
    EXPECT_EQ(winners, expected) << booking.id.str();
  }
}

inline void expect_everybody_was_told(RacedWorld& world) {
  const auto& events = world.events;
  std::map<OfferId, std::vector<OfferEnd>> told;
  std::set<OfferId> made;
  for (const Offer& offer : events.offers) made.insert(offer.id);
  for (const auto& [offer, reason] : events.ends) told[offer.id].push_back(reason);
  for (const Offer& offer : stored_offers(world)) {
    EXPECT_TRUE(made.contains(offer.id));
    std::vector<OfferEnd> expected;
    if (offer.state == OfferState::kTimeout) expected = {OfferEnd::kTimeout};
    if (offer.state == OfferState::kTaken) expected = {OfferEnd::kTaken};
    if (offer.state == OfferState::kCancelled) expected = {OfferEnd::kCancelled};
    EXPECT_EQ(told[offer.id], expected) << to_string(offer.state);
  }
}

inline void expect_stats_match_a_recount(RacedWorld& world) {
  const auto kept =
      world.ask<StatsCount>([&](auto done) { world.service->stats(world.loop, std::move(done)); });
  const auto counted = world.store.read_now([&](StoreReads& reads) {
    const auto today = TimeZone().day_of(world.now());
    return reads.count_stats(today.starts, today.ends);
  });
  EXPECT_EQ(kept->active_bookings, counted->active_bookings);
  EXPECT_EQ(kept->pending_bookings, counted->pending_bookings);
  EXPECT_EQ(kept->online_pilots, counted->online_pilots);
  EXPECT_EQ(kept->today_deliveries, counted->today_deliveries);
  EXPECT_NEAR(kept->today_revenue, counted->today_revenue, 0.001);
}

}  // namespace waycast::testing
