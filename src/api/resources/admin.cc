// What operators see and decide.
#include <fmt/format.h>

#include <algorithm>

#include "api/body_reader.h"
#include "api/booking_access.h"
#include "api/call.h"
#include "api/query_reader.h"
#include "api/read_answer.h"
#include "api/repeatable.h"
#include "api/resource_json.h"
#include "api/resources.h"

namespace waycast::api {
namespace {

// The fields of `dashboard:stats` without its timestamp, so that an unchanged answer is a 304.
void dashboard(const Services& services, const CallRef& call) {
  services.dispatch.stats(call->loop(), call->then([call](const StatsCount& count) {
    call->ok("Dashboard", json_text([&](JsonWriter& json) {
               json.begin_object()
                   .field("activeBookings", count.active_bookings)
                   .field("onlinePilots", count.online_pilots)
                   .field("pendingBookings", count.pending_bookings)
                   .field("todayDeliveries", count.today_deliveries)
                   .field("todayRevenue", count.today_revenue)
                   .end_object();
             }));
  }));
}

void list_bookings(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  BookingFilter filter;
  if (const auto user = query.text("userId")) filter.user_id = UserId(*user);
  if (const auto pilot = query.text("pilotId")) filter.pilot_id = PilotId(*pilot);
  list_bookings(services, call, std::move(filter), Viewer::kAdmin);
}

void booking(const Services& services, const CallRef& call) {
  with_booking(services, call, [call](const BookingDetails& details, Viewer viewer) {
    call->ok("Booking", booking_text(details, viewer));
  });
}

// Why each candidate was or was not offered the booking.
void offers_of_booking(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const auto page = query.page(100);
  if (!query.ok()) return call->fail(query.errors());
  read_and_answer(
      services.store, call,
      [id = BookingId(call->param("id")), page](StoreReads& reads) -> Result<Page<JournalEntry>> {
        const auto known = required(reads.booking(id), Code::kBookingNotFound);
        if (!known) return std::unexpected(known.error());
        return reads.journal(id, page);
      },
      page_answer("Offers", page, write_journal));
}

constexpr int kLivePilots = 500;  // on a page

// By their ids, so that pages of a moving fleet meet.
std::vector<FleetPosition> page_of(std::vector<FleetPosition> fleet, PageRequest page) {
  const auto limit = static_cast<std::size_t>(page.limit);
  const std::size_t from = std::min(static_cast<std::size_t>(page.page - 1) * limit, fleet.size());
  const std::size_t to = std::min(from + limit, fleet.size());
  const auto end = fleet.begin() + static_cast<std::ptrdiff_t>(to);
  std::ranges::partial_sort(fleet, end, {}, &FleetPosition::pilot_id);
  fleet.erase(end, fleet.end());
  fleet.erase(fleet.begin(), fleet.begin() + static_cast<std::ptrdiff_t>(from));
  return fleet;
}

void live_pilots(const Services& services, const CallRef& call) {
  QueryReader query(call->request().query());
  const GeoBox box = query.box();
  const auto page = query.page(kLivePilots, kLivePilots);
  if (!query.ok()) return call->fail(query.errors());
  services.dispatch.fleet(
      box, call->loop(), call->then([call, page](std::vector<FleetPosition> fleet) {
        const PageMeta meta{page, std::ssize(fleet)};
        call->page("Live pilots", json_list(page_of(std::move(fleet), page), write_fleet_position),
                   meta);
      }));
}

void assign(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  const PilotId pilot(body.text("pilotId", 100));
  if (!body.ok()) return call->fail(body.errors());
  services.dispatch.assign(
      call->who(), BookingId(call->param("id")), pilot, call->loop(),
      answer_with(call, BookingAnswer{200, "Booking assigned", Viewer::kAdmin}));
}

void user_status(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  const bool active = body.flag("isActive");
  if (!body.ok()) return call->fail(body.errors());
  services.store.write(
      call->loop(),
      [id = UserId(call->param("id")), active, now = services.clock.now()](StoreWrites& writes) {
        return writes.set_user_active(id, active, now);
      },
      call->then([&services, call](const User& user) {
        if (!user.is_active) services.live.suspend(Role::kUser, user.id.str());
        call->ok("User status updated",
                 json_text([&](JsonWriter& json) { write_user(json, user); }));
      }));
}

}  // namespace

void add_admin_routes(Router& router, const Services& services) {
  const auto add = [&](std::string_view method, std::string_view path,
                       void (*handler)(const Services&, const CallRef&)) {
    router.add(method, fmt::format("{}/admin{}", kApiRoot, path), Access::kAdmin,
               [&services, handler](const CallRef& call) { handler(services, call); });
  };
  add("GET", "/dashboard", dashboard);
  add("GET", "/bookings", list_bookings);
  add("GET", "/bookings/:id", booking);
  add("GET", "/bookings/:id/offers", offers_of_booking);
  add("GET", "/pilots/live", live_pilots);
  add("POST", "/bookings/:id/assign", assign);
  add("POST", "/bookings/:id/cancel", cancel_booking);
  add("PATCH", "/users/:id/status", user_status);
}

}  // namespace waycast::api
