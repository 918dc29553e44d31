// Pilots as accounts: registration, profile, and what admins decide about them.
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

std::string pilot_text(const Pilot& pilot) {
  return json_text([&](JsonWriter& json) { write_pilot(json, pilot); });
}

struct Profile {
  std::optional<std::string> name;
  Patch<std::string> email, avatar, aadhaar_number, license_number, pan_number;
  Patch<TimePoint> date_of_birth;
  Patch<Gender> gender;
};

Profile read_profile(BodyReader& body) {
  return {.name = body.has("name") ? std::optional(body.text("name", 100)) : std::nullopt,
          .email = body.text_patch("email", 254),
          .avatar = body.text_patch("avatar", 2000),
          .aadhaar_number = body.plain_patch("aadhaarNumber", 20),
          .license_number = body.plain_patch("licenseNumber", 30),
          .pan_number = body.plain_patch("panNumber", 20),
          .date_of_birth = body.date_patch("dateOfBirth"),
          .gender = body.choice_patch<Gender>("gender")};
}

void apply(const Profile& profile, Pilot& pilot) {
  pilot.name = profile.name.value_or(pilot.name);
  profile.email.apply(pilot.email);
  profile.avatar.apply(pilot.avatar);
  profile.aadhaar_number.apply(pilot.aadhaar_number);
  profile.license_number.apply(pilot.license_number);
  profile.pan_number.apply(pilot.pan_number);
  profile.date_of_birth.apply(pilot.date_of_birth);
  profile.gender.apply(pilot.gender);
}

Result<Pilot> change_profile(StoreWrites& writes, const PilotId& id, const Profile& profile,
                             TimePoint now) {
  auto pilot = required(writes.reads().pilot(id), Code::kPilotNotFound);
  if (!pilot) return pilot;
  apply(profile, *pilot);
  pilot->updated_at = now;
  if (auto put = writes.put_pilot(*pilot); !put) return std::unexpected(put.error());
  return pilot;
}

Result<Pilot> add_pilot(StoreWrites& writes, const Pilot& pilot) {
  const auto known = writes.reads().pilot_by_phone(pilot.phone);
  if (!known) return std::unexpected(known.error());
  if (*known) return fail(Code::kDuplicate, "This phone is already registered", "phone");
  if (auto put = writes.put_pilot(pilot); !put) return std::unexpected(put.error());
  return pilot;
}

http::Response answer_registered(const Pilot& pilot) {
  return success(201, "Pilot registered", pilot_text(pilot));
}

// Of somebody without a token: a new pilot, PENDING until an admin approves them; their phone is
// verified when they first sign in.
void register_new(const Services& services, const CallRef& call, BodyReader& body) {
  Pilot pilot;
  pilot.phone = body.phone("phone");
  if (!body.has("name")) body.add_error("name", "is required");
  const auto profile = read_profile(body);
  if (!body.ok()) return call->fail(body.errors());
  apply(profile, pilot);
  pilot.created_at = pilot.updated_at = services.clock.now();
  pilot.id = PilotId(new_id(pilot.created_at));
  write_and_answer(
      services.store, call, [pilot](StoreWrites& writes) { return add_pilot(writes, pilot); },
      answer_registered);
}

// Of a pilot who signed in with their phone before: their details.
void register_known(const Services& services, const CallRef& call, BodyReader& body) {
  auto profile = read_profile(body);
  if (!body.ok()) return call->fail(body.errors());
  write_and_answer(
      services.store, call,
      [id = call->who().pilot_id(), profile = std::move(profile), now = services.clock.now()](
          StoreWrites& writes) { return change_profile(writes, id, profile, now); },
      answer_registered);
}

void register_pilot(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  if (call->is_authenticated() && call->who().is(Role::kPilot)) {
    return register_known(services, call, body);
  }
  register_new(services, call, body);
}

void answer_pilot(const Services& services, const CallRef& call, const PilotId& id) {
  services.store.read(
      call->loop(),
      [id](StoreReads& reads) { return required(reads.pilot(id), Code::kPilotNotFound); },
      call->then([call](const Pilot& pilot) { call->ok("Pilot", pilot_text(pilot)); }));
}

void profile(const Services& services, const CallRef& call) {
  answer_pilot(services, call, call->who().pilot_id());
}

void change_own_profile(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  auto given = read_profile(body);
  if (!body.ok()) return call->fail(body.errors());
  services.store.write(
      call->loop(),
      [id = call->who().pilot_id(), given = std::move(given), now = services.clock.now()](
          StoreWrites& writes) { return change_profile(writes, id, given, now); },
      call->then([call](const Pilot& pilot) { call->ok("Profile updated", pilot_text(pilot)); }));
}

void list_pilots(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page();
  PilotFilter filter{.status = query.choice<PilotStatus>("status"),
                     .is_online = query.flag("isOnline"),
                     .search = query.search()};
  if (!query.ok()) return call->fail(query.errors());
  scan_and_answer(
      services.store, call,
      [filter = std::move(filter), page](StoreReads& reads) { return reads.pilots(filter, page); },
      page_answer("Pilots", page, write_pilot));
}

void read_pilot(const Services& services, const CallRef& call) {
  answer_pilot(services, call, PilotId(call->param("id")));
}

// A pilot who may not work any more stops at once, and no position brings them back.
void apply_status(const Services& services, const CallRef& call, const Pilot& pilot) {
  if (pilot.status == PilotStatus::kSuspended) {
    services.live.suspend(Role::kPilot, pilot.id.str());
  } else if (pilot.status != PilotStatus::kApproved) {
    services.live.pilot_offline(pilot.id, call->loop(), [call](const Result<void>&) {});
  }
  services.dispatch.pilot_changed(pilot.id);
}

void change_pilot_status(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  const auto status = body.choice<PilotStatus>("status");
  if (!body.ok()) return call->fail(body.errors());
  services.store.write(
      call->loop(),
      [id = PilotId(call->param("id")), status, now = services.clock.now()](StoreWrites& writes) {
        return writes.set_pilot_status(id, status, now);
      },
      call->then([&services, call](const Pilot& pilot) {
        apply_status(services, call, pilot);
        call->ok("Pilot status updated", pilot_text(pilot));
      }));
}

}  // namespace

void add_pilot_account_routes(Router& router, const Services& services) {
  const auto add = [&](std::string_view method, std::string_view path, Access access,
                       void (*handler)(const Services&, const CallRef&)) {
    router.add(method, fmt::format("{}/pilots{}", kApiRoot, path), access,
               [&services, handler](const CallRef& call) { handler(services, call); });
  };
  router.add(
      "POST", fmt::format("{}/pilots/register", kApiRoot), Access::kOptional,
      [&services](const CallRef& call) { register_pilot(services, call); }, Throttle::kSignIn);
  add("GET", "/profile", Access::kPilot, profile);
  add("PATCH", "/profile", Access::kPilot, change_own_profile);
  add("GET", "", Access::kAdmin, list_pilots);
  add("GET", "/:id", Access::kAdmin, read_pilot);
  add("PATCH", "/:id/status", Access::kAdmin, change_pilot_status);
}

}  // namespace waycast::api
