// What a pilot may take: the offers made to them, and open bookings near them.
#include <fmt/format.h>

#include <ranges>

#include "api/body_reader.h"
#include "api/booking_access.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/read_answer.h"
#include "api/repeatable.h"
#include "api/resource_json.h"
#include "api/resources.h"
#include "tracking/json/offer_json.h"

namespace waycast::api {
namespace {

using OfferedBooking = std::pair<Offer, BookingDetails>;

Page<OfferedBooking> page_of(std::vector<OfferedBooking> offers, PageRequest page) {
  Page<OfferedBooking> out{{}, std::ssize(offers)};
  const auto before =
      static_cast<std::size_t>(page.page - 1) * static_cast<std::size_t>(page.limit);
  for (auto& offered : offers | std::views::drop(before) | std::views::take(page.limit)) {
    out.items.push_back(std::move(offered));
  }
  return out;
}

// Asked of dispatch, which knows whether an offer's time still runs. A pilot has one at a time.
void offers(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page(100);
  if (!query.ok()) return call->fail(query.errors());
  services.dispatch.offers_of(
      call->who().pilot_id(), call->loop(), call->then([call, page](Dispatch::PilotOffers found) {
        const auto render = page_answer("Offers", page, [](JsonWriter& json, const auto& offered) {
          write_offer(json, offered.first, offered.second);
        });
        call->send(render(page_of(std::move(found.pending), page)));
      }));
}

// `{action: "accept" | "decline"}`
void respond(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  const auto action = body.text("action", 20);
  const bool accept = action == "accept";
  if (body.ok() && !accept && action != "decline") {
    body.add_error("action", "must be accept or decline");
  }
  if (!body.ok()) return call->fail(body.errors());
  const OfferId offer(call->param("id"));
  const auto pilot = call->who().pilot_id();
  if (accept) {
    return services.dispatch.accept_offer(
        pilot, offer, call->loop(),
        answer_with(call, BookingAnswer{200, "Offer accepted", Viewer::kPilot}));
  }
  const std::string declined = json_text([&](JsonWriter& json) {
    json.begin_object().field("offerId", offer).field("state", "DECLINED").end_object();
  });
  services.dispatch.decline_offer(pilot, offer, call->loop(),
                                  answer_with(call, success(200, "Offer declined", declined)));
}

bool has_fresh_position(const Pilot& pilot, TimePoint now, Duration max_age) {
  return pilot.current && pilot.last_location_at && now - *pilot.last_location_at <= max_age;
}

// What a pilot could take, near them if it is known where they are; of admins, all.
Result<Page<OpenBooking>> jobs_for(StoreReads& reads, const Principal& who,
                                   const JobSettings& settings, TimePoint now, PageRequest page) {
  OpenBookingFilter filter{.vehicle_types = {},
                           .scheduled_until = now + settings.scheduled_lead,
                           .near = {},
                           .radius_km = settings.radius_km};
  if (who.is(Role::kAdmin)) return reads.open_bookings(filter, page);
  const auto found = required(reads.fleet_pilot(who.pilot_id()), Code::kPilotNotFound);
  if (!found) return std::unexpected(found.error());
  const Pilot& pilot = found->pilot;
  if (pilot.status != PilotStatus::kApproved) return fail(Code::kPilotNotApproved);
  if (found->vehicles.empty()) return Page<OpenBooking>{};
  for (const Vehicle& vehicle : found->vehicles) {
    filter.vehicle_types.push_back(vehicle.vehicle_type_id);
  }
  if (has_fresh_position(pilot, now, settings.position_max_age)) filter.near = pilot.current;
  return reads.open_bookings(filter, page);
}

void jobs(const Services& services, const Settings& settings, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page();
  if (!query.ok()) return call->fail(query.errors());
  scan_and_answer(
      services.store, call,
      [who = call->who(), &settings, now = services.clock.now(), page](StoreReads& reads) {
        return jobs_for(reads, who, settings.jobs, now, page);
      },
      page_answer("Open bookings", page, [](JsonWriter& json, const OpenBooking& open) {
        write_job(json, open.details, open.pickup_distance);
      }));
}

}  // namespace

void add_matching_routes(Router& router, const Services& services, const Settings& settings) {
  const auto path = [](std::string_view rest) {
    return fmt::format("{}/matching/{}", kApiRoot, rest);
  };
  router.add("GET", path("offers"), Access::kPilot,
             [&services](const CallRef& call) { offers(services, call); });
  router.add("POST", path("offers/:id/respond"), Access::kPilot,
             [&services](const CallRef& call) { respond(services, call); });
  router.add("GET", path("jobs"), Access::kPilotOrAdmin,
             [&services, &settings](const CallRef& call) { jobs(services, settings, call); });
}

}  // namespace waycast::api
