#include "storage/testing/seed.h"

#include <stdexcept>

#include "tracking/bookings/booking_operations.h"

namespace waycast::testing {
namespace {

template <class T>
T require(Result<T> result) {
  if (!result) throw std::runtime_error("seed: " + result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

Result<void> put_customer(StoreWrites& writes, int number, TimePoint now) {
  Result<void> done = seed_basics(writes, now);
  if (done) done = writes.put_user(sample_user(number, now));
  if (done) done = writes.put_address(sample_pickup(number, now));
  if (done) done = writes.put_address(sample_drop(number, now));
  return done;
}

}  // namespace

void seed(InlineStore& store, int pilots, TimePoint now) {
  require(store.write_now([&](StoreWrites& writes) -> Result<void> {
    if (auto done = seed_basics(writes, now); !done) return done;
    return seed_rows(writes, 0, pilots, now);
  }));
}

Booking add_pending_booking(InlineStore& store, const std::string& id, int user, TimePoint now) {
  Booking booking = sample_booking(user, now);
  booking.id = BookingId(id);
  booking.booking_number = "WC-" + id;
  booking.pilot_id.reset();
  booking.vehicle_id.reset();
  booking.status = BookingStatus::kPending;
  booking.accepted_at.reset();
  booking.picked_up_at.reset();
  booking.current.reset();
  require(store.write_now([&](StoreWrites& writes) -> Result<BookingDetails> {
    if (auto done = put_customer(writes, user, now); !done) return std::unexpected(done.error());
    return add_booking(writes, booking);
  }));
  return booking;
}

Pilot add_free_pilot(InlineStore& store, int number, LatLng at, TimePoint now) {
  Pilot pilot = sample_pilot(number, now);
  pilot.current = at;
  pilot.is_online = true;
  require(store.write_now([&](StoreWrites& writes) -> Result<void> {
    Result<void> done = seed_basics(writes, now);
    if (done) done = writes.put_pilot(pilot);
    if (done) done = writes.put_vehicle(sample_vehicle(number, now));
    return done;
  }));
  return pilot;
}

Booking booking(InlineStore& store, const BookingId& id) {
  return require(store.read_now([&](StoreReads& reads) { return reads.booking(id); })).value();
}

Pilot pilot(InlineStore& store, const PilotId& id) {
  return require(store.read_now([&](StoreReads& reads) { return reads.pilot(id); })).value();
}

}  // namespace waycast::testing
