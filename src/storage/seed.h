// Sample rows: a fleet on the road, for demos, benchmarks and first steps.
//
// Pilot i is APPROVED, has the active, verified vehicle i, has sent no position yet, and carries
// the IN_TRANSIT booking i of user i, between two addresses of one city. Ids are `pilot-000000`,
// `vehicle-000000`, `user-000000`, `booking-000000`; there is one admin, `admin-000000`, and a few
// vehicle types.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "tracking/entities.h"
#include "tracking/ports/store.h"

namespace waycast {

// "pilot-000007"
std::string numbered(std::string_view prefix, int number);

// The sample rows by number, for tests that want one of them or a variation.
User sample_user(int number, TimePoint now);
Pilot sample_pilot(int number, TimePoint now);
Vehicle sample_vehicle(int number, TimePoint now);
Address sample_pickup(int number, TimePoint now);  // `pickup-000000`, of user i
Address sample_drop(int number, TimePoint now);    // `drop-000000`, of user i
Booking sample_booking(int number, TimePoint now);
Admin sample_admin(TimePoint now);  // no password: `waycast admin create` sets one
std::vector<VehicleType> sample_vehicle_types(TimePoint now);  // "vehicle-type-bike" first

// One operation of a store: everything but the numbered rows, then the rows [from, to). Rows that
// exist are left as they are.
Result<void> seed_basics(StoreWrites& writes, TimePoint now);
Result<void> seed_rows(StoreWrites& writes, int from, int to, TimePoint now);

// The whole of it, for `waycast seed`. How many pilots were added.
Result<int> seed_database(Store& store, int pilots, TimePoint now);

// The same for `waycast simulate`: the basics, and people without bookings: `sim-pilot-000000` with
// `sim-vehicle-000000`, and `sim-user-000000`, as many of each.
Result<int> seed_simulation(Store& store, int pilots, TimePoint now);

}  // namespace waycast
