// The bookings' side of the domain: every change of a booking and every offer goes through the one
// dispatch loop. Any thread may call; `done` runs on reply_to, after the commit and after the
// change was published to Events.
#pragma once

#include <utility>
#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "base/principal.h"
#include "tracking/ports/committed.h"
#include "tracking/ports/events.h"

namespace waycast {

struct NewBooking {
  UserId user_id;
  VehicleTypeId vehicle_type_id;
  AddressId pickup_address_id, drop_address_id;
  PackageType package_type = PackageType::kParcel;
  std::optional<double> package_weight;  // kg
  std::optional<std::string> package_description;
  PaymentMethod payment_method = PaymentMethod::kCash;
  std::optional<TimePoint> scheduled_at;
};

class Dispatch {
 public:
  virtual ~Dispatch() = default;

  virtual void create(const NewBooking& booking, Executor& reply_to,
                      Committed<BookingDetails> done) = 0;

  // A status change by the assigned pilot or an admin; CANCELLED also by the customer. A repeat of
  // the current status succeeds and publishes nothing. `request.by_*` and `at` are filled in here
  // from `who`.
  virtual void change_status(const Principal& who, StatusRequest request, Executor& reply_to,
                             Committed<BookingChange> done) = 0;

  // The one path of every accept: socket, `/matching/offers/:id/respond`, `/bookings/:id/accept`.
  // A booking that is the pilot's already is a success that stores nothing.
  virtual void accept(const PilotId& pilot, const BookingId& booking, Executor& reply_to,
                      Committed<BookingDetails> done) = 0;
  virtual void accept_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                            Committed<BookingDetails> done) = 0;
  virtual void decline_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                             Committed<void> done) = 0;
  virtual void assign(const Principal& admin, const BookingId& booking, const PilotId& pilot,
                      Executor& reply_to, Committed<BookingDetails> done) = 0;

  // May `who` follow this booking, and how does it stand? Ordered with changes: whoever is answered
  // here before a change is published is told of the change. ERR_1302, ERR_1201, ERR_1400.
  virtual void follow(const Principal& who, const BookingId& booking, Executor& reply_to,
                      Done<BookingDetails> done) = 0;

  // What a pilot who connects has to know: the offers they may answer, and those that ended less
  // than two minutes ago. Ordered with offer_made and offer_ended as follow() is with changes.
  struct PilotOffers {
    std::vector<std::pair<Offer, BookingDetails>> pending;
    std::vector<std::pair<Offer, OfferEnd>> ended;
  };
  virtual void offers_of(const PilotId& pilot, Executor& reply_to, Done<PilotOffers> done) = 0;

  // Stores a notification, then publishes it.
  virtual void notify(Notification notification) = 0;

  // The pilot's row or vehicles were written (approved, suspended, vehicle verified or removed): an
  // online pilot's place in matching is read again, and offers they may no longer take are ended.
  virtual void pilot_changed(const PilotId& pilot) = 0;

  virtual void stats(Executor& reply_to, Done<StatsCount> done) = 0;
  // Online pilots with a position inside the box, for REST and for `admin:viewport`.
  virtual void fleet(const GeoBox& box, Executor& reply_to,
                     Done<std::vector<FleetPosition>> done) = 0;
  // Online pilots by distance, nearest first, at most `limit`; `vehicle_type` empty: any.
  struct Nearby {
    PilotId pilot_id;
    LatLng at;
    double distance_km = 0;
    VehicleTypeId vehicle_type_id;
  };
  virtual void nearby(LatLng at, double radius_km, const VehicleTypeId& vehicle_type,
                      std::size_t limit, Executor& reply_to, Done<std::vector<Nearby>> done) = 0;
  // The same for who may not know where pilots are: between the middles of the cells of a coarse
  // grid, so that no number of questions tells more of a pilot than their cell.
  struct NearbyCell {
    double distance_km = 0;
    VehicleTypeId vehicle_type_id;
  };
  virtual void nearby_cells(LatLng at, double radius_km, const VehicleTypeId& vehicle_type,
                            std::size_t limit, Executor& reply_to,
                            Done<std::vector<NearbyCell>> done) = 0;
};

}  // namespace waycast
