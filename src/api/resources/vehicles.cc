// Vehicle types, and the vehicles of pilots. A pilot's change makes the vehicle unverified; admins
// verify it.
#include <fmt/format.h>

#include "api/body_reader.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/read_answer.h"
#include "api/repeatable.h"
#include "api/resource_json.h"
#include "api/resources.h"

namespace waycast::api {
namespace {

std::string vehicle_text(const Vehicle& vehicle) {
  return json_text([&](JsonWriter& json) { write_vehicle(json, vehicle); });
}

Result<Vehicle> visible_vehicle(StoreReads& reads, const VehicleId& id, const Principal& who) {
  auto vehicle = required(reads.vehicle(id), Code::kVehicleNotFound);
  if (vehicle && who.is(Role::kPilot) && vehicle->pilot_id != who.pilot_id()) {
    return fail(Code::kVehicleNotFound);
  }
  return vehicle;
}

Result<void> check_type(StoreReads& reads, const VehicleTypeId& id) {
  const auto type = required(reads.vehicle_type(id), Code::kVehicleNotFound);
  if (!type) return std::unexpected(type.error());
  if (!type->is_active) return fail(Code::kVehicleNotFound, "Vehicle type not found");
  return {};
}

void types(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page(100);
  if (!query.ok()) return call->fail(query.errors());
  read_and_answer(
      services.store, call, [page](StoreReads& reads) { return reads.vehicle_types(page); },
      page_answer("Vehicle types", page, write_vehicle_type));
}

// Unique, so an empty one would be somebody's.
std::optional<std::string> registration_no(BodyReader& body) {
  if (!body.has("registrationNo")) return std::nullopt;
  return body.plain("registrationNo", 30);
}

Result<Vehicle> add_vehicle(StoreWrites& writes, const Vehicle& vehicle, AccountRoom& room) {
  const auto pilot = required(writes.reads().pilot(vehicle.pilot_id), Code::kPilotNotFound);
  if (!pilot) return std::unexpected(pilot.error());
  Result<void> done = room.check(writes.reads(), Holding::kVehicles, vehicle.pilot_id.str());
  if (done) done = check_type(writes.reads(), vehicle.vehicle_type_id);
  if (done) done = writes.put_vehicle(vehicle);
  if (!done) return std::unexpected(done.error());
  return vehicle;
}

void create_vehicle(const Services& services, AccountRoom& room, const CallRef& call) {
  BodyReader body(call->request().body);
  Vehicle vehicle;
  vehicle.vehicle_type_id = VehicleTypeId(body.text("vehicleTypeId", 100));
  vehicle.registration_no = registration_no(body);
  vehicle.model = body.optional_text("model", 100);
  vehicle.color = body.optional_text("color", 50);
  if (!body.ok()) return call->fail(body.errors());
  vehicle.created_at = vehicle.updated_at = services.clock.now();
  vehicle.id = VehicleId(new_id(vehicle.created_at));
  vehicle.pilot_id = call->who().pilot_id();
  write_and_answer(
      services.store, call,
      [vehicle, &room](StoreWrites& writes) { return add_vehicle(writes, vehicle, room); },
      [](const Vehicle& made) { return success(201, "Vehicle created", vehicle_text(made)); });
}

// A pilot's own; of any pilot for an admin, with `pilotId`.
void list_vehicles(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page(100);
  const auto asked = query.text("pilotId");
  if (!query.ok()) return call->fail(query.errors());
  if (call->who().is(Role::kAdmin) && !asked) {
    return call->fail({{"pilotId", "pilotId is required"}});
  }
  const PilotId owner = call->who().is(Role::kPilot) ? call->who().pilot_id() : PilotId(*asked);
  read_and_answer(
      services.store, call,
      [owner, page](StoreReads& reads) { return reads.vehicles(owner, page); },
      page_answer("Vehicles", page, write_vehicle));
}

void show_vehicle(const Services& services, const CallRef& call) {
  services.store.read(
      call->loop(),
      [id = VehicleId(call->param("id")), who = call->who()](StoreReads& reads) {
        return visible_vehicle(reads, id, who);
      },
      call->then([call](const Vehicle& vehicle) { call->ok("Vehicle", vehicle_text(vehicle)); }));
}

struct VehiclePatch {
  std::optional<std::string> vehicle_type_id;
  Patch<std::string> registration_no, model, color;
  std::optional<bool> is_active, is_verified;

  bool changes_papers() const { return vehicle_type_id || registration_no.is_given; }
};

VehiclePatch read_vehicle_patch(BodyReader& body, Role by) {
  VehiclePatch patch{.vehicle_type_id = body.optional_text("vehicleTypeId", 100),
                     .registration_no = {body.mentions("registrationNo"), registration_no(body)},
                     .model = body.text_patch("model", 100),
                     .color = body.text_patch("color", 50),
                     .is_active = body.optional_flag("isActive"),
                     .is_verified = body.optional_flag("isVerified")};
  if (patch.is_verified && by != Role::kAdmin) {
    body.add_error("isVerified", "can only be set by an admin");
  }
  return patch;
}

void apply(const VehiclePatch& patch, Role by, Vehicle& vehicle) {
  if (patch.vehicle_type_id) vehicle.vehicle_type_id = VehicleTypeId(*patch.vehicle_type_id);
  patch.registration_no.apply(vehicle.registration_no);
  patch.model.apply(vehicle.model);
  patch.color.apply(vehicle.color);
  vehicle.is_active = patch.is_active.value_or(vehicle.is_active);
  if (patch.changes_papers() && by != Role::kAdmin) vehicle.is_verified = false;
  vehicle.is_verified = patch.is_verified.value_or(vehicle.is_verified);
}

Result<Vehicle> change_vehicle(StoreWrites& writes, const VehicleId& id, const Principal& who,
                               const VehiclePatch& patch, TimePoint now) {
  auto vehicle = visible_vehicle(writes.reads(), id, who);
  if (!vehicle) return vehicle;
  apply(patch, who.role, *vehicle);
  if (patch.vehicle_type_id) {
    auto type = check_type(writes.reads(), vehicle->vehicle_type_id);
    if (!type) return std::unexpected(type.error());
  }
  vehicle->updated_at = now;
  if (auto put = writes.put_vehicle(*vehicle); !put) return std::unexpected(put.error());
  return vehicle;
}

void edit_vehicle(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  auto patch = read_vehicle_patch(body, call->who().role);
  if (!body.ok()) return call->fail(body.errors());
  services.store.write(
      call->loop(),
      [patch = std::move(patch), id = VehicleId(call->param("id")), who = call->who(),
       now = services.clock.now()](StoreWrites& writes) {
        return change_vehicle(writes, id, who, patch, now);
      },
      call->then([&services, call](const Vehicle& vehicle) {
        services.dispatch.pilot_changed(vehicle.pilot_id);
        call->ok("Vehicle updated", vehicle_text(vehicle));
      }));
}

void remove_vehicle(const Services& services, const CallRef& call) {
  services.store.write(
      call->loop(),
      [id = VehicleId(call->param("id")),
       who = call->who()](StoreWrites& writes) -> Result<Vehicle> {
        auto vehicle = visible_vehicle(writes.reads(), id, who);
        if (!vehicle) return vehicle;
        if (auto gone = writes.delete_vehicle(id); !gone) return std::unexpected(gone.error());
        return vehicle;
      },
      call->then([&services, call](const Vehicle& vehicle) {
        services.dispatch.pilot_changed(vehicle.pilot_id);
        call->ok("Vehicle deleted", vehicle_text(vehicle));
      }));
}

}  // namespace

void add_vehicle_routes(Router& router, const Services& services, AccountRoom& room) {
  const auto add = [&](std::string_view method, std::string_view path, Access access,
                       void (*handler)(const Services&, const CallRef&)) {
    router.add(method, fmt::format("{}/vehicles{}", kApiRoot, path), access,
               [&services, handler](const CallRef& call) { handler(services, call); });
  };
  add("GET", "/types", Access::kPublic, types);
  router.add("POST", fmt::format("{}/vehicles", kApiRoot), Access::kPilot,
             [&services, &room](const CallRef& call) { create_vehicle(services, room, call); });
  add("GET", "", Access::kPilotOrAdmin, list_vehicles);
  add("GET", "/:id", Access::kPilotOrAdmin, show_vehicle);
  add("PATCH", "/:id", Access::kPilotOrAdmin, edit_vehicle);
  add("DELETE", "/:id", Access::kPilotOrAdmin, remove_vehicle);
}

}  // namespace waycast::api
