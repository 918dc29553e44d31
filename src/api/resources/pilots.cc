// The working pilot: where they are, whether they are online, what they deliver; and who is near.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api/body_reader.h"
#include "api/booking_access.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/rate_limiter.h"
#include "api/resource_json.h"
#include "api/resources.h"

namespace waycast::api {
namespace {

void location(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  const Location at = body.location();
  if (!body.ok()) return call->fail(body.errors());
  services.live.pilot_location(
      call->who().pilot_id(), at, call->loop(), [call, at](Result<void> stored) {
        if (!stored && stored.error().code == Code::kRateLimit) {
          return call->send(too_many_requests(std::chrono::seconds(1), stored.error().message));
        }
        if (!stored) return call->fail(stored.error());
        call->ok("Location stored", json_text([&](JsonWriter& json) {
                   json.begin_object().field("lat", at.at.lat).field("lng", at.at.lng);
                   json.field("heading", at.heading).field("speed", at.speed);
                   json.field("accuracy", at.accuracy).end_object();
                 }));
      });
}

void answer_status(const CallRef& call, bool online, const std::vector<BookingId>& bookings) {
  call->ok(online ? "Online" : "Offline", json_text([&](JsonWriter& json) {
             json.begin_object().field("isOnline", online).key("bookings").begin_array();
             for (const auto& id : bookings) json.value(id);
             json.end_array().end_object();
           }));
}

void go_online(const Services& services, const CallRef& call, const VehicleId& vehicle) {
  services.live.pilot_online(call->who().pilot_id(), vehicle, call->loop(),
                             call->then([call](const std::vector<BookingId>& bookings) {
                               answer_status(call, true, bookings);
                             }));
}

// Without `vehicleId`: the pilot's first active vehicle, verified ones before others.
void go_online_with_any(const Services& services, const CallRef& call) {
  services.store.read(
      call->loop(),
      [id = call->who().pilot_id()](StoreReads& reads) {
        return required(reads.first_vehicle(id), Code::kVehicleNotFound);
      },
      call->then(
          [&services, call](const Vehicle& vehicle) { go_online(services, call, vehicle.id); }));
}

void status(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  const bool online = body.flag("isOnline");
  const auto vehicle = body.optional_text("vehicleId", 100);
  if (!body.ok()) return call->fail(body.errors());
  if (online && vehicle) return go_online(services, call, VehicleId(*vehicle));
  if (online) return go_online_with_any(services, call);
  services.live.pilot_offline(call->who().pilot_id(), call->loop(),
                              call->then([call] { answer_status(call, false, {}); }));
}

void own_bookings(const Services& services, const CallRef& call) {
  BookingFilter filter;
  filter.pilot_id = call->who().pilot_id();
  list_bookings(services, call, std::move(filter), Viewer::kPilot);
}

struct NearbyQuestion {
  LatLng at;
  double radius_km = 0;
  std::size_t limit = 0;
  VehicleTypeId type;
};

NearbyQuestion read_nearby(QueryReader& query) {
  return {
      .at = {query.required_number("lat", {-90, 90}), query.required_number("lng", {-180, 180})},
      .radius_km = query.number("radius", {0.1, 50}).value_or(5),
      .limit = static_cast<std::size_t>(query.whole("limit", {1, 100}).value_or(20)),
      .type = VehicleTypeId(query.text("vehicleTypeId").value_or(""))};
}

void answer_operator(const Services& services, const CallRef& call, const NearbyQuestion& asked) {
  const auto write = [](JsonWriter& json, const Dispatch::Nearby& pilot) {
    json.begin_object().field("vehicleTypeId", pilot.vehicle_type_id);
    json.field("pilotId", pilot.pilot_id).field("lat", pilot.at.lat).field("lng", pilot.at.lng);
    json.field("distance", std::round(pilot.distance_km * 1000) / 1000).end_object();
  };
  services.dispatch.nearby(asked.at, asked.radius_km, asked.type, asked.limit, call->loop(),
                           call->then([call, write](const std::vector<Dispatch::Nearby>& found) {
                             call->ok("Nearby pilots", json_list(found, write));
                           }));
}

// Customers learn that pilots are near and of which type, not who or where: a position is shared
// with the customer of an active booking only.
void answer_customer(const Services& services, const CallRef& call, const NearbyQuestion& asked) {
  const auto write = [](JsonWriter& json, const Dispatch::NearbyCell& pilot) {
    json.begin_object().field("vehicleTypeId", pilot.vehicle_type_id);
    json.field("distance", std::max(0.5, std::round(pilot.distance_km * 2) / 2)).end_object();
  };
  services.dispatch.nearby_cells(
      asked.at, asked.radius_km, asked.type, asked.limit, call->loop(),
      call->then([call, write](const std::vector<Dispatch::NearbyCell>& found) {
        call->ok("Nearby pilots", json_list(found, write));
      }));
}

void nearby(const Services& services, RateLimiter& customers, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto asked = read_nearby(query);
  if (!query.ok()) return call->fail(query.errors());
  if (call->who().is(Role::kAdmin)) return answer_operator(services, call, asked);
  const auto wait = services.refusals.noted(
      Limit::kNearby, customers.admit(call->who().key(), services.clock.steady()));
  if (wait > Duration{0}) return call->send(too_many_requests(wait));
  answer_customer(services, call, asked);
}

}  // namespace

void add_pilot_routes(Router& router, const Services& services, const Settings& settings) {
  const auto add = [&](std::string_view method, std::string_view path, Access access,
                       void (*handler)(const Services&, const CallRef&)) {
    router.add(method, fmt::format("{}/pilots{}", kApiRoot, path), access,
               [&services, handler](const CallRef& call) { handler(services, call); });
  };
  add("PATCH", "/location", Access::kPilot, location);
  add("PATCH", "/status", Access::kPilot, status);
  add("GET", "/bookings", Access::kPilot, own_bookings);
  const auto customers = std::make_shared<RateLimiter>(settings.nearby_per_identity);
  router.add("GET", fmt::format("{}/pilots/nearby", kApiRoot), Access::kUserOrAdmin,
             [&services, customers](const CallRef& call) { nearby(services, *customers, call); });
}

}  // namespace waycast::api
