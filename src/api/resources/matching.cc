// What a pilot may take: the offers made to them, and open bookings near them.
#include <fmt/format.h>

#include <algorithm>

#include "api/body_reader.h"
#include "api/booking_access.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/resource_json.h"
#include "api/resources.h"

namespace waycast::api {
namespace {

constexpr double kJobRadiusKm = 15;  // the widest ring of matching

using OfferedBooking = std::pair<Offer, BookingDetails>;

Result<std::vector<OfferedBooking>> open_offers(StoreReads& reads, const PilotId& pilot,
                                                TimePoint now) {
  auto offers = reads.offers_of_pilot(pilot);
  if (!offers) return std::unexpected(offers.error());
  std::vector<OfferedBooking> out;
  for (const Offer& offer : *offers) {
    if (offer.expires_at <= now) continue;
    auto booking = reads.booking_details(offer.booking_id);
    if (!booking) return std::unexpected(booking.error());
    if (*booking) out.emplace_back(offer, std::move(**booking));
  }
  return out;
}

void offers(const Services& services, const CallRef& call) {
  services.store.read(
      call->loop(),
      [pilot = call->who().pilot_id(), now = services.clock.now()](StoreReads& reads) {
        return open_offers(reads, pilot, now);
      },
      call->then([call](const std::vector<OfferedBooking>& found) {
        call->ok("Offers", json_list(found, [](JsonWriter& json, const OfferedBooking& offered) {
                   write_offer(json, offered.first, offered.second);
                 }));
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
        pilot, offer, call->loop(), call->then([call](const BookingDetails& booking) {
          call->ok("Offer accepted", booking_text(booking, Viewer::kPilot));
        }));
  }
  services.dispatch.decline_offer(pilot, offer, call->loop(), call->then([call, offer] {
    call->ok("Offer declined", json_text([&](JsonWriter& json) {
               json.begin_object().field("offerId", offer).field("state", "DECLINED");
               json.end_object();
             }));
  }));
}

struct Job {
  BookingDetails booking;
  std::optional<double> pickup_distance;  // km
};

struct JobSearch {
  PilotId pilot;
  TimePoint now{};
  Duration position_max_age{};
};

bool has_vehicle_for(const FleetPilot& pilot, const Booking& booking) {
  return std::any_of(pilot.vehicles.begin(), pilot.vehicles.end(), [&](const Vehicle& vehicle) {
    return vehicle.vehicle_type_id == booking.vehicle_type_id;
  });
}

Result<std::vector<Job>> jobs_for(StoreReads& reads, const JobSearch& search) {
  auto pilot = required(reads.fleet_pilot(search.pilot), Code::kPilotNotFound);
  if (!pilot) return std::unexpected(pilot.error());
  if (pilot->pilot.status != PilotStatus::kApproved) return fail(Code::kPilotNotApproved);
  auto open = reads.unfinished_bookings();
  if (!open) return std::unexpected(open.error());
  const auto& seen = pilot->pilot.last_location_at;
  const bool located =
      pilot->pilot.current && seen && search.now - *seen <= search.position_max_age;
  std::vector<Job> jobs;
  for (BookingDetails& details : *open) {
    if (details.booking.status != BookingStatus::kPending) continue;
    if (!has_vehicle_for(*pilot, details.booking)) continue;
    std::optional<double> distance;
    if (located) distance = haversine_km(*pilot->pilot.current, details.pickup.at);
    if (distance.value_or(0) <= kJobRadiusKm) jobs.push_back({std::move(details), distance});
  }
  std::sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) {
    return std::tie(a.pickup_distance, a.booking.booking.id) <
           std::tie(b.pickup_distance, b.booking.booking.id);
  });
  return jobs;
}

std::vector<Job> slice(std::vector<Job> jobs, PageRequest page) {
  const auto first = std::min(
      jobs.size(), static_cast<std::size_t>(page.page - 1) * static_cast<std::size_t>(page.limit));
  const auto last = std::min(jobs.size(), first + static_cast<std::size_t>(page.limit));
  return {std::make_move_iterator(jobs.begin() + static_cast<std::ptrdiff_t>(first)),
          std::make_move_iterator(jobs.begin() + static_cast<std::ptrdiff_t>(last))};
}

void jobs(const Services& services, const Settings& settings, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page();
  if (!query.ok()) return call->fail(query.errors());
  services.store.read(
      call->loop(),
      [search = JobSearch{call->who().pilot_id(), services.clock.now(), settings.position_max_age}](
          StoreReads& reads) { return jobs_for(reads, search); },
      call->then([call, page](std::vector<Job> found) {
        const auto total = static_cast<std::int64_t>(found.size());
        const auto write = [](JsonWriter& json, const Job& job) {
          write_job(json, job.booking, job.pickup_distance);
        };
        call->page("Open bookings", json_list(slice(std::move(found), page), write), {page, total});
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
  router.add("GET", path("jobs"), Access::kPilot,
             [&services, &settings](const CallRef& call) { jobs(services, settings, call); });
}

}  // namespace waycast::api
