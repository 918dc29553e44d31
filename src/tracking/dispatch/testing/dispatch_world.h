// A dispatch service with a store in memory, a clock that the test moves, and people to move about.
//
//   DispatchWorld world;
//   world.online(1, 2.0);              // pilot-000001, 2 km north of every pickup
//   const BookingId id = world.book();  // of user-000000
//   world.loop.advance(seconds(30));
#pragma once

#include <optional>
#include <stdexcept>

#include "base/manual_loop.h"
#include "storage/testing/seed.h"
#include "tracking/dispatch/dispatch_service.h"
#include "tracking/dispatch/testing/people.h"
#include "tracking/dispatch/testing/recorded_events.h"

namespace waycast::testing {

template <class TheLoop = ManualLoop>
struct BasicDispatchWorld {
  TheLoop loop;
  InlineStore store;
  RecordedEvents events;
  DispatchSettings settings;
  std::optional<DispatchService> service;

  explicit BasicDispatchWorld(DispatchSettings tuning = {}) : settings(std::move(tuning)) {
    must(store.write_now([&](StoreWrites& writes) { return seed_basics(writes, now()); }));
    add_user(0);
    start();
  }

  TimePoint now() const { return loop.clock().now(); }
  LatLng pickup() const { return sample_pickup(0, now()).at; }

  void start() {
    service.emplace(loop, store, events, settings);
    service->start([] {});
    loop.run();
  }

  void add_user(int number) {
    must(store.write_now([&](StoreWrites& writes) -> Result<void> {
      Result<void> done = writes.put_user(sample_user(number, now()));
      Address from = sample_pickup(number, now());
      from.at = sample_pickup(0, now()).at;
      if (done) done = writes.put_address(from);
      if (done) done = writes.put_address(sample_drop(number, now()));
      return done;
    }));
  }

  void online(int number, double km_north) {
    add_free_pilot(store, number, at(km_north), now());
    come_online(number);
    move(number, km_north);
  }
  void come_online(int number) {
    must(store.write_now([&](StoreWrites& writes) {
      return writes.set_pilot_online(testing::pilot(number).pilot_id(), true, now());
    }));
    service->pilot_online(testing::pilot(number).pilot_id(),
                          VehicleId(numbered("vehicle", number)));
    loop.run();
  }
  void go_offline(int number) {
    must(store.write_now([&](StoreWrites& writes) {
      return writes.set_pilot_online(testing::pilot(number).pilot_id(), false, now());
    }));
    service->pilot_offline(testing::pilot(number).pilot_id());
    loop.run();
  }
  void move(int number, double km_north) {
    service->positions(
        {{.pilot_id = testing::pilot(number).pilot_id(), .at = at(km_north), .timestamp = now()}});
    loop.run();
  }
  LatLng at(double km_north) const {
    return {pickup().lat + km_north / 111.194926645, pickup().lng};
  }

  NewBooking wanted(int user_number = 0) const {
    NewBooking booking;
    booking.user_id = testing::user(user_number).user_id();
    booking.vehicle_type_id = VehicleTypeId("vehicle-type-bike");
    booking.pickup_address_id = sample_pickup(user_number, now()).id;
    booking.drop_address_id = sample_drop(user_number, now()).id;
    return booking;
  }
  BookingId book() { return create(wanted()).value().booking.id; }

  Result<BookingDetails> create(const NewBooking& booking) {
    return ask<BookingDetails>([&](auto done) { service->create(booking, loop, std::move(done)); });
  }
  Result<BookingChange> change(const Principal& who, const BookingId& id, BookingStatus to) {
    return ask<BookingChange>([&](auto done) {
      StatusRequest request;
      request.booking_id = id;
      request.to = to;
      service->change_status(who, request, loop, std::move(done));
    });
  }
  Result<BookingDetails> accept(int number, const BookingId& id) {
    return ask<BookingDetails>([&](auto done) {
      service->accept(testing::pilot(number).pilot_id(), id, loop, std::move(done));
    });
  }
  Result<BookingDetails> accept_offer(int number, const OfferId& id) {
    return ask<BookingDetails>([&](auto done) {
      service->accept_offer(testing::pilot(number).pilot_id(), id, loop, std::move(done));
    });
  }
  Result<void> decline(int number, const OfferId& id) {
    return ask<void>([&](auto done) {
      service->decline_offer(testing::pilot(number).pilot_id(), id, loop, std::move(done));
    });
  }
  Result<BookingDetails> follow(const Principal& who, const BookingId& id) {
    return ask<BookingDetails>([&](auto done) { service->follow(who, id, loop, std::move(done)); });
  }
  std::vector<JournalEntry> journal(const BookingId& id) {
    return store.read_now([&](StoreReads& r) { return r.journal(id, {1, 1'000'000}); })->items;
  }
  Booking stored(const BookingId& id) { return testing::booking(store, id); }

  template <class T, class Call>
  Result<T> ask(Call call) {
    std::optional<Result<T>> answer;
    call(Done<T>([&](Result<T> result) { answer.emplace(std::move(result)); }));
    loop.run();
    if (!answer) throw std::runtime_error("no answer");
    return std::move(*answer);
  }

  template <class R>
  static void must(const R& result) {
    if (!result) throw std::runtime_error("arranging a test: " + result.error().message);
  }
};

using DispatchWorld = BasicDispatchWorld<>;

// "" or the code of an error, for EXPECT_EQ.
template <class T>
std::string error_of(const Result<T>& result) {
  return result ? "" : code_string(result.error().code);
}

}  // namespace waycast::testing
