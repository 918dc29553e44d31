// The dispatch loop's one front: the Dispatch port for REST and sockets, the FleetFeed port for the
// shards. Every call is posted to the loop; calls that come before the books are loaded wait for
// that.
//
// The loop is stopped before the service is destroyed, and the store after it.
#pragma once

#include <atomic>

#include "tracking/dispatch/accept_desk.h"
#include "tracking/dispatch/booking_desk.h"
#include "tracking/dispatch/core.h"
#include "tracking/dispatch/fleet_desk.h"
#include "tracking/dispatch/matchmaker.h"
#include "tracking/dispatch/offer_desk.h"
#include "tracking/ports/dispatch.h"
#include "tracking/ports/fleet_feed.h"

namespace waycast {

class DispatchService final : public Dispatch, public FleetFeed {
 public:
  // `loop`, `store` and `events` outlive the service.
  DispatchService(Loop& loop, Store& store, Events& events, DispatchSettings settings);

  // Loads unfinished bookings, pending offers and online pilots, and resumes matching; tries again
  // for as long as the store fails. `ready` runs on the loop when calls are being served.
  void start(Task ready);

  // Any thread.
  const DispatchCounters& counters() const { return core_.counters; }
  const StatsGauges& gauges() const { return core_.stats.gauges(); }
  const AccountRoom& room() const { return core_.room; }

  void create(const NewBooking& booking, Executor& reply_to,
              Committed<BookingDetails> done) override;
  void change_status(const Principal& who, StatusRequest request, Executor& reply_to,
                     Committed<BookingChange> done) override;
  void accept(const PilotId& pilot, const BookingId& booking, Executor& reply_to,
              Committed<BookingDetails> done) override;
  void accept_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                    Committed<BookingDetails> done) override;
  void decline_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                     Committed<void> done) override;
  void assign(const Principal& admin, const BookingId& booking, const PilotId& pilot,
              Executor& reply_to, Committed<BookingDetails> done) override;
  void follow(const Principal& who, const BookingId& booking, Executor& reply_to,
              Done<BookingDetails> done) override;
  void offers_of(const PilotId& pilot, Executor& reply_to, Done<PilotOffers> done) override;
  void notify(Notification notification) override;
  void pilot_changed(const PilotId& pilot) override;
  void stats(Executor& reply_to, Done<StatsCount> done) override;
  void fleet(const GeoBox& box, Executor& reply_to, Done<std::vector<FleetPosition>> done) override;
  void nearby(LatLng at, double radius_km, const VehicleTypeId& vehicle_type, std::size_t limit,
              Executor& reply_to, Done<std::vector<Nearby>> done) override;
  void nearby_cells(LatLng at, double radius_km, const VehicleTypeId& vehicle_type,
                    std::size_t limit, Executor& reply_to,
                    Done<std::vector<NearbyCell>> done) override;

  void pilot_online(const PilotId& pilot, const VehicleId& vehicle) override;
  void pilot_offline(const PilotId& pilot) override;
  void positions(std::vector<FleetPosition> batch) override;

 private:
  Moment moment() const { return Moment::of(core_.loop.clock()); }

  void load();
  void resume(const OpenWork& loaded);
  void run_when_loaded(Task task);
  // Too much waits already: the call is answered ERR_1004. For the loop as a whole (any thread), or
  // for the booking's turn (the loop).
  template <class T>
  bool turned_away(Reply<T>& reply);
  template <class T>
  bool turned_away(const BookingId& booking, Reply<T>& reply);
  template <class T>
  bool turned_away(const OfferId& offer, Reply<T>& reply);

  DispatchCore core_;
  Matchmaker matchmaker_;
  OfferDesk offers_;
  BookingDesk bookings_;
  AcceptDesk accepts_;
  FleetDesk fleet_;
  std::atomic<std::size_t> tasks_waiting_ = 0;
  bool is_loaded_ = false;
  std::vector<Task> early_;  // calls before the books were loaded
  Task ready_;
};

}  // namespace waycast
