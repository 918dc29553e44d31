// The working pilot: where they are, whether they are online, what they deliver; and who is near.
#include <fmt/format.h>

#include <cmath>

#include "api/body_reader.h"
#include "api/booking_access.h"
#include "api/call.h"
#include "api/query_reader.h"
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
      call->loop(), [id = call->who().pilot_id()](StoreReads& reads) { return reads.vehicles(id); },
      call->then([&services, call](const std::vector<Vehicle>& vehicles) {
        const Vehicle* chosen = nullptr;
        for (const Vehicle& vehicle : vehicles) {
          if (!vehicle.is_active) continue;
          if (chosen == nullptr || (vehicle.is_verified && !chosen->is_verified)) {
            chosen = &vehicle;
          }
        }
        if (chosen == nullptr) return call->fail(Code::kVehicleNotFound);
        go_online(services, call, chosen->id);
      }));
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

// Customers learn that pilots are near and of which type, not who or where: a position is shared
// with the customer of an active booking only. Admins see all.
void write_nearby(JsonWriter& json, const Dispatch::Nearby& pilot, Role viewer) {
  json.begin_object().field("vehicleTypeId", pilot.vehicle_type_id);
  if (viewer == Role::kAdmin) {
    json.field("pilotId", pilot.pilot_id).field("lat", pilot.at.lat).field("lng", pilot.at.lng);
    json.field("distance", std::round(pilot.distance_km * 1000) / 1000);
  } else {
    json.field("distance", std::max(0.5, std::round(pilot.distance_km * 2) / 2));
  }
  json.end_object();
}

void nearby(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const LatLng at{query.required_number("lat", {-90, 90}),
                  query.required_number("lng", {-180, 180})};
  const double radius = query.number("radius", {0.1, 50}).value_or(5);
  const auto limit = static_cast<std::size_t>(query.whole("limit", {1, 100}).value_or(20));
  const VehicleTypeId type(query.text("vehicleTypeId").value_or(""));
  if (!query.ok()) return call->fail(query.errors());
  services.dispatch.nearby(at, radius, type, limit, call->loop(),
                           call->then([call](const std::vector<Dispatch::Nearby>& found) {
                             const Role viewer = call->who().role;
                             call->ok("Nearby pilots",
                                      json_list(found, [viewer](JsonWriter& json, const auto& p) {
                                        write_nearby(json, p, viewer);
                                      }));
                           }));
}

}  // namespace

void add_pilot_routes(Router& router, const Services& services) {
  const auto add = [&](std::string_view method, std::string_view path, Access access,
                       void (*handler)(const Services&, const CallRef&)) {
    router.add(method, fmt::format("{}/pilots{}", kApiRoot, path), access,
               [&services, handler](const CallRef& call) { handler(services, call); });
  };
  add("PATCH", "/location", Access::kPilot, location);
  add("PATCH", "/status", Access::kPilot, status);
  add("GET", "/bookings", Access::kPilot, own_bookings);
  add("GET", "/nearby", Access::kUserOrAdmin, nearby);
}

}  // namespace waycast::api
