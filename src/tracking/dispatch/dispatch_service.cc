#include "tracking/dispatch/dispatch_service.h"

#include <utility>

#include "tracking/matching/coarse_search.h"

namespace waycast {
namespace {

std::vector<Dispatch::Nearby> to_nearby(const std::vector<FleetIndex::Found>& found,
                                        const VehicleTypeId& wanted) {
  std::vector<Dispatch::Nearby> nearby;
  for (const auto& [pilot, distance] : found) {
    VehicleTypeId type = wanted;
    if (type.empty() && !pilot->vehicles.empty()) type = pilot->vehicles.front().type_id;
    nearby.push_back({pilot->id, pilot->position->at, distance, std::move(type)});
  }
  return nearby;
}

}  // namespace

DispatchService::DispatchService(Loop& loop, Store& store, Events& events,
                                 DispatchSettings settings)
    : core_(loop, store, events, std::move(settings)),
      matchmaker_(core_, offers_),
      offers_(core_, [this](const Offer& offer) { matchmaker_.offer_ended(offer); }),
      bookings_(core_, offers_, matchmaker_),
      accepts_(core_, offers_, bookings_),
      fleet_(core_, offers_, matchmaker_) {}

void DispatchService::run_when_loaded(Task task) {
  tasks_waiting_.fetch_add(1, std::memory_order_relaxed);
  core_.loop.post([this, task = std::move(task)]() mutable {
    tasks_waiting_.fetch_sub(1, std::memory_order_relaxed);
    if (is_loaded_) {
      task();
    } else {
      early_.push_back(std::move(task));
    }
  });
}

template <class T>
bool DispatchService::turned_away(Reply<T>& reply) {
  if (tasks_waiting_.load(std::memory_order_relaxed) < core_.settings.calls_waiting) return false;
  core_.counters.calls_refused.fetch_add(1, std::memory_order_relaxed);
  reply(fail(Code::kUnavailable));
  return true;
}

template <class T>
bool DispatchService::turned_away(const BookingId& booking, Reply<T>& reply) {
  if (core_.turns.waiting(booking) < core_.settings.calls_of_booking) return false;
  core_.counters.calls_refused.fetch_add(1, std::memory_order_relaxed);
  reply(fail(Code::kUnavailable));
  return true;
}

template <class T>
bool DispatchService::turned_away(const OfferId& id, Reply<T>& reply) {
  const Offer* offer = core_.offers.find(id);
  return offer != nullptr && turned_away(offer->booking_id, reply);
}

void DispatchService::create(const NewBooking& booking, Executor& reply_to,
                             Committed<BookingDetails> done) {
  CommandReply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, booking, at = core_.now(), reply = std::move(reply)]() mutable {
    bookings_.create(booking, at, std::move(reply));
  });
}

void DispatchService::change_status(const Principal& who, StatusRequest request, Executor& reply_to,
                                    Committed<BookingChange> done) {
  CommandReply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  request.at = core_.now();
  run_when_loaded([this, who, request = std::move(request), reply = std::move(reply)]() mutable {
    if (turned_away(request.booking_id, reply)) return;
    bookings_.change_status(who, std::move(request), std::move(reply));
  });
}

void DispatchService::accept(const PilotId& pilot, const BookingId& booking, Executor& reply_to,
                             Committed<BookingDetails> done) {
  CommandReply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  const Principal by{.role = Role::kPilot, .id = pilot.str(), .name = {}, .expires_at = {}};
  run_when_loaded([this, acceptance = Acceptance{by, pilot, booking, std::nullopt, moment()},
                   reply = std::move(reply)]() mutable {
    if (turned_away(acceptance.booking, reply)) return;
    accepts_.accept(std::move(acceptance), std::move(reply));
  });
}

void DispatchService::assign(const Principal& admin, const BookingId& booking, const PilotId& pilot,
                             Executor& reply_to, Committed<BookingDetails> done) {
  CommandReply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, acceptance = Acceptance{admin, pilot, booking, std::nullopt, moment()},
                   reply = std::move(reply)]() mutable {
    if (turned_away(acceptance.booking, reply)) return;
    accepts_.accept(std::move(acceptance), std::move(reply));
  });
}

void DispatchService::accept_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                                   Committed<BookingDetails> done) {
  CommandReply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, pilot, offer, at = moment(), reply = std::move(reply)]() mutable {
    if (turned_away(offer, reply)) return;
    accepts_.accept_offer(pilot, offer, at, std::move(reply));
  });
}

void DispatchService::decline_offer(const PilotId& pilot, const OfferId& offer, Executor& reply_to,
                                    Committed<void> done) {
  CommandReply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, pilot, offer, at = core_.steady(), reply = std::move(reply)]() mutable {
    if (turned_away(offer, reply)) return;
    offers_.decline(pilot, offer, at, std::move(reply));
  });
}

void DispatchService::follow(const Principal& who, const BookingId& booking, Executor& reply_to,
                             Done<BookingDetails> done) {
  Reply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, who, booking, reply = std::move(reply)]() mutable {
    if (turned_away(booking, reply)) return;
    bookings_.follow(who, booking, std::move(reply));
  });
}

void DispatchService::offers_of(const PilotId& pilot, Executor& reply_to, Done<PilotOffers> done) {
  Reply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, pilot, reply = std::move(reply)]() mutable {
    PilotOffers offers{{}, offers_.ended_of(pilot)};
    for (const Offer& offer : core_.offers.announced_to(pilot)) {
      const BookingDetails* booking = core_.bookings.find_pending(offer.booking_id);
      if (booking != nullptr && core_.steady() < core_.offers.ends(offer.id)) {
        offers.pending.emplace_back(offer, *booking);
      }
    }
    reply(std::move(offers));
  });
}

void DispatchService::notify(Notification notification) {
  run_when_loaded(
      [this, notification = std::move(notification)] { bookings_.notify(notification); });
}

void DispatchService::stats(Executor& reply_to, Done<StatsCount> done) {
  Reply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, reply = std::move(reply)]() mutable { reply(core_.stats.count()); });
}

void DispatchService::fleet(const GeoBox& box, Executor& reply_to,
                            Done<std::vector<FleetPosition>> done) {
  Reply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded(
      [this, box, reply = std::move(reply)]() mutable { reply(core_.fleet.inside(box)); });
}

void DispatchService::nearby(LatLng at, double radius_km, const VehicleTypeId& vehicle_type,
                             std::size_t limit, Executor& reply_to,
                             Done<std::vector<Nearby>> done) {
  Reply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, at, radius_km, vehicle_type, limit, reply = std::move(reply)]() mutable {
    const auto found =
        core_.fleet.nearest(at, radius_km, vehicle_type, FleetIndex::Among::kAll, limit);
    reply(to_nearby(found, vehicle_type));
  });
}

void DispatchService::nearby_cells(LatLng at, double radius_km, const VehicleTypeId& vehicle_type,
                                   std::size_t limit, Executor& reply_to,
                                   Done<std::vector<NearbyCell>> done) {
  Reply reply(reply_to, std::move(done));
  if (turned_away(reply)) return;
  run_when_loaded([this, at, radius_km, vehicle_type, limit, reply = std::move(reply)]() mutable {
    reply(coarse_nearest(core_.fleet, CoarseGrid(core_.settings.nearby_cell_km), at, radius_km,
                         vehicle_type, limit));
  });
}

// Whichever vehicle a pilot named, they are offered what any of their vehicles can carry.
void DispatchService::pilot_online(const PilotId& pilot, const VehicleId&) {
  run_when_loaded([this, pilot] { fleet_.pilot_online(pilot); });
}

void DispatchService::pilot_offline(const PilotId& pilot) {
  run_when_loaded([this, pilot] { fleet_.pilot_offline(pilot); });
}

void DispatchService::pilot_changed(const PilotId& pilot) {
  run_when_loaded([this, pilot] { fleet_.pilot_changed(pilot); });
}

void DispatchService::positions(std::vector<FleetPosition> batch) {
  run_when_loaded([this, batch = std::move(batch)] { fleet_.positions(batch); });
}

}  // namespace waycast
