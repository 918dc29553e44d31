// Fixtures for tests of other modules: a store with the sample rows of `storage/seed.h`.
//
//   InlineStore store;
//   testing::seed(store, 3, now);                          // pilot-000000 .. with their bookings
//   testing::add_pending_booking(store, "b1", 0, now);     // of user-000000, nobody's yet
//   testing::add_free_pilot(store, 7, {23.02, 72.57}, now);   // online, approved, without a
//   booking
#pragma once

#include "storage/inline_store.h"
#include "storage/seed.h"

namespace waycast::testing {

// The basics and `pilots` numbered rows. Throws on failure: a broken test.
void seed(InlineStore& store, int pilots, TimePoint now);

// A PENDING booking of sample user `user`, whose rows are added if they are missing.
Booking add_pending_booking(InlineStore& store, const std::string& id, int user, TimePoint now);

// Pilot and vehicle `number`, online at a place since `now`, on no booking.
Pilot add_free_pilot(InlineStore& store, int number, LatLng at, TimePoint now);

// The row as it is now; throws if there is none.
Booking booking(InlineStore& store, const BookingId& id);
Pilot pilot(InlineStore& store, const PilotId& id);

}  // namespace waycast::testing
