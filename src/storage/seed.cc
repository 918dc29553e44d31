#include "storage/seed.h"

#include <fmt/format.h>

#include <algorithm>

#include "storage/store_call.h"
#include "tracking/bookings/booking_operations.h"

namespace waycast {
namespace {

constexpr int kRowsPerCommit = 1000;

Result<void> seed_row(StoreWrites& writes, int number, TimePoint now) {
  const Booking booking = sample_booking(number, now);
  const auto known = writes.reads().booking(booking.id);
  if (!known) return std::unexpected(known.error());
  if (*known) return {};
  Result<void> done = writes.put_user(sample_user(number, now));
  if (done) done = writes.put_pilot(sample_pilot(number, now));
  if (done) done = writes.put_vehicle(sample_vehicle(number, now));
  if (done) done = writes.put_address(sample_pickup(number, now));
  if (done) done = writes.put_address(sample_drop(number, now));
  if (!done) return done;
  const auto created = add_booking(writes, booking);
  if (!created) return std::unexpected(created.error());
  return {};
}

User simulated_customer(int number, TimePoint now) {
  User user = sample_user(number, now);
  user.id = UserId(numbered("sim-user", number));
  user.phone = fmt::format("+9171{:08}", number);
  return user;
}

// A pilot and the two customers that the simulator has for each.
Result<void> seed_simulation_row(StoreWrites& writes, int number, TimePoint now) {
  Pilot pilot = sample_pilot(number, now);
  pilot.id = PilotId(numbered("sim-pilot", number));
  const auto known = writes.reads().pilot(pilot.id);
  if (!known) return std::unexpected(known.error());
  if (*known) return {};
  pilot.phone = fmt::format("+9181{:08}", number);
  Vehicle vehicle = sample_vehicle(number, now);
  vehicle.id = VehicleId(numbered("sim-vehicle", number));
  vehicle.pilot_id = pilot.id;
  vehicle.registration_no = fmt::format("GJ02-{:06}", number);
  Result<void> done = writes.put_pilot(pilot);
  if (done) done = writes.put_vehicle(vehicle);
  for (int customer = 2 * number; customer < 2 * number + 2; ++customer) {
    if (done) done = writes.put_user(simulated_customer(customer, now));
  }
  return done;
}

Result<void> seed_simulation_rows(StoreWrites& writes, int from, int to, TimePoint now) {
  Result<void> done;
  for (int number = from; done && number < to; ++number) {
    done = seed_simulation_row(writes, number, now);
  }
  return done;
}

using SeedRows = Result<void> (*)(StoreWrites&, int from, int to, TimePoint now);

Result<std::int64_t> count_pilots(StoreWrites& writes) {
  const auto page = writes.reads().pilots({}, {.page = 1, .limit = 1});
  if (!page) return std::unexpected(page.error());
  return page->total;
}

// In commits of a thousand rows; how many pilots were added.
Result<int> fill(Store& store, int pilots, TimePoint now, SeedRows rows) {
  const auto before = write_and_wait(store, count_pilots);
  if (!before) return std::unexpected(before.error());
  for (int from = 0; from == 0 || from < pilots; from += kRowsPerCommit) {
    const int to = std::min(from + kRowsPerCommit, pilots);
    const auto done = write_and_wait(store, [=](StoreWrites& writes) -> Result<void> {
      if (auto basics = seed_basics(writes, now); !basics) return basics;
      return rows(writes, from, to, now);
    });
    if (!done) return std::unexpected(done.error());
  }
  const auto after = write_and_wait(store, count_pilots);
  if (!after) return std::unexpected(after.error());
  return static_cast<int>(*after - *before);
}

}  // namespace

Result<void> seed_basics(StoreWrites& writes, TimePoint now) {
  const Admin admin = sample_admin(now);
  const auto known = writes.reads().admin(admin.id);
  if (!known) return std::unexpected(known.error());
  if (*known) return {};
  Result<void> done = writes.put_admin(admin);
  for (const VehicleType& type : sample_vehicle_types(now)) {
    if (done) done = writes.put_vehicle_type(type);
  }
  return done;
}

Result<void> seed_rows(StoreWrites& writes, int from, int to, TimePoint now) {
  Result<void> done;
  for (int number = from; done && number < to; ++number) done = seed_row(writes, number, now);
  return done;
}

Result<int> seed_database(Store& store, int pilots, TimePoint now) {
  return fill(store, pilots, now, seed_rows);
}

Result<int> seed_simulation(Store& store, int pilots, TimePoint now) {
  return fill(store, pilots, now, seed_simulation_rows);
}

}  // namespace waycast
