// A Dispatch for tests of the API: changes the store directly, makes no offers, remembers what it
// was told.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "api/testing/pending_offers.h"
#include "tracking/bookings/booking_operations.h"
#include "tracking/bookings/keep_answer.h"
#include "tracking/ports/dispatch.h"

namespace waycast::api::testing {

class FakeDispatch final : public Dispatch {
 public:
  FakeDispatch(InlineStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  std::vector<PilotId> changed_pilots;
  std::vector<FleetPosition> positions;
  std::vector<Nearby> near;
  std::vector<NearbyCell> near_cells;
  StatsCount count;
  int created = 0;
  bool require_otp = false;
  std::function<void()> before_change = [] {};  // what others do just before a booking is created

  void create(const NewBooking& wanted, Executor& reply_to,
              Committed<BookingDetails> done) override {
    Booking booking;
    booking.id = BookingId("new-" + std::to_string(++created));
    booking.booking_number = "WC-NEW-" + std::to_string(created);
    booking.user_id = wanted.user_id;
    booking.vehicle_type_id = wanted.vehicle_type_id;
    booking.pickup_address_id = wanted.pickup_address_id;
    booking.drop_address_id = wanted.drop_address_id;
    booking.package_type = wanted.package_type;
    booking.pickup_otp = "1234";
    booking.delivery_otp = "5678";
    booking.created_at = booking.updated_at = clock_.now();
    before_change();
    commit(reply_to, std::move(done),
           [booking](StoreWrites& w) { return add_booking(w, booking); });
  }

  void change_status(const Principal& who, StatusRequest request, Executor& reply_to,
                     Committed<BookingChange> done) override {
    if (who.is(Role::kPilot)) request.by_pilot = who.pilot_id();
    if (who.is(Role::kUser)) request.by_user = who.user_id();
    request.require_otp = require_otp;
    request.at = clock_.now();
    commit(reply_to, std::move(done),
           [request](StoreWrites& w) { return waycast::change_status(w, request); });
  }

  void accept(const PilotId& pilot, const BookingId& booking, Executor& reply_to,
              Committed<BookingDetails> done) override {
    take(request(pilot, booking), reply_to, std::move(done));
  }

  void accept_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                    Committed<BookingDetails> done) override {
    const auto row = store_.read_now([&](StoreReads& r) { return r.offer(offer); });
    if (!row || !*row)
      return Reply<BookingDetails>(reply_to, std::move(done.done))(fail(Code::kOfferNotFound));
    AcceptRequest offered = request(pilot, (*row)->booking_id);
    offered.offer_id = offer;
    take(std::move(offered), reply_to, std::move(done));
  }

  void decline_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                     Committed<void> done) override {
    commit(reply_to, std::move(done),
           [offer, pilot, at = clock_.now()](StoreWrites& w) -> Result<void> {
             const auto closed = close_offer(w, offer, pilot, OfferState::kDeclined, at);
             return closed ? Result<void>() : std::unexpected(closed.error());
           });
  }

  void assign(const Principal&, const BookingId& booking, const PilotId& pilot, Executor& reply_to,
              Committed<BookingDetails> done) override {
    AcceptRequest assigned = request(pilot, booking);
    assigned.by_admin = true;
    take(std::move(assigned), reply_to, std::move(done));
  }

  void follow(const Principal&, const BookingId&, Executor& reply_to,
              Done<BookingDetails> done) override {
    Reply<BookingDetails>(reply_to, std::move(done))(fail(Code::kBookingNotFound));
  }
  void offers_of(const PilotId& pilot, Executor& reply_to, Done<PilotOffers> done) override {
    Reply<PilotOffers>(reply_to, std::move(done))(PilotOffers{pending_offers(store_, pilot), {}});
  }
  void notify(Notification) override {}
  void pilot_changed(const PilotId& pilot) override { changed_pilots.push_back(pilot); }
  void stats(Executor& reply_to, Done<StatsCount> done) override {
    Reply<StatsCount>(reply_to, std::move(done))(count);
  }
  void fleet(const GeoBox& box, Executor& reply_to,
             Done<std::vector<FleetPosition>> done) override {
    auto inside = positions;
    std::erase_if(inside, [&](const FleetPosition& one) { return !box.contains(one.at); });
    Reply<std::vector<FleetPosition>>(reply_to, std::move(done))(std::move(inside));
  }
  void nearby(LatLng, double, const VehicleTypeId&, std::size_t, Executor& reply_to,
              Done<std::vector<Nearby>> done) override {
    Reply<std::vector<Nearby>>(reply_to, std::move(done))(near);
  }
  void nearby_cells(LatLng, double, const VehicleTypeId&, std::size_t, Executor& reply_to,
                    Done<std::vector<NearbyCell>> done) override {
    Reply<std::vector<NearbyCell>>(reply_to, std::move(done))(near_cells);
  }

 private:
  AcceptRequest request(const PilotId& pilot, const BookingId& booking) const {
    AcceptRequest request;
    request.booking_id = booking;
    request.pilot_id = pilot;
    request.at = clock_.now();
    return request;
  }
  void take(AcceptRequest request, Executor& reply_to, Committed<BookingDetails> done) {
    commit(reply_to, std::move(done), [request](StoreWrites& w) -> Result<BookingDetails> {
      auto taken = accept_booking(w, request);
      if (!taken) return std::unexpected(taken.error());
      return taken->change.details;
    });
  }
  template <class T, class Operation>
  void commit(Executor& reply_to, Committed<T> done, Operation operation) {
    store_.write(
        reply_to,
        [this, operation = std::move(operation), kept = done.kept](StoreWrites& w) {
          return keep_answer(w, room_, operation(w), kept);
        },
        std::move(done.done));
  }

  InlineStore& store_;
  const Clock& clock_;
  AccountRoom room_{AccountLimits{}};
};

}  // namespace waycast::api::testing
