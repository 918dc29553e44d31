// Bookings of the caller: price, create, read, cancel, accept, change status.
#include <fmt/format.h>

#include "api/body_reader.h"
#include "api/booking_access.h"
#include "api/call.h"
#include "api/handover_guard.h"
#include "api/query_reader.h"
#include "api/repeatable.h"
#include "api/resource_json.h"
#include "api/resources.h"
#include "tracking/bookings/pricing.h"

namespace waycast::api {
namespace {

struct Trip {
  VehicleTypeId vehicle_type;
  AddressId pickup, drop;
  std::optional<LatLng> from, to;  // instead of addresses
};

std::optional<LatLng> place(BodyReader& body, std::string_view lat, std::string_view lng) {
  if (!body.has(lat) && !body.has(lng)) return std::nullopt;
  return LatLng{body.number(lat, {-90, 90}), body.number(lng, {-180, 180})};
}

Trip read_trip(BodyReader& body) {
  Trip trip;
  trip.vehicle_type = VehicleTypeId(body.text("vehicleTypeId", 100));
  trip.from = place(body, "pickupLat", "pickupLng");
  trip.to = place(body, "dropLat", "dropLng");
  if (!trip.from) trip.pickup = AddressId(body.text("pickupAddressId", 100));
  if (!trip.to) trip.drop = AddressId(body.text("dropAddressId", 100));
  return trip;
}

Result<LatLng> located(StoreReads& reads, const std::optional<LatLng>& given, const AddressId& id,
                       const UserId& owner) {
  if (given) return *given;
  auto address = required(reads.address(id), Code::kAddressNotFound);
  if (!address) return std::unexpected(address.error());
  if (address->user_id != owner) return fail(Code::kAddressNotFound);
  return address->at;
}

Result<Price> price_trip(StoreReads& reads, const Trip& trip, const UserId& owner) {
  auto type = required(reads.vehicle_type(trip.vehicle_type), Code::kVehicleNotFound);
  if (!type) return std::unexpected(type.error());
  if (!type->is_active) return fail(Code::kVehicleNotFound);
  const auto from = located(reads, trip.from, trip.pickup, owner);
  if (!from) return std::unexpected(from.error());
  const auto to = located(reads, trip.to, trip.drop, owner);
  if (!to) return std::unexpected(to.error());
  return price_for(*type, *from, *to);
}

void calculate_price(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  auto trip = read_trip(body);
  if (!body.ok()) return call->fail(body.errors());
  services.store.read(
      call->loop(),
      [trip = std::move(trip), owner = call->who().user_id()](StoreReads& reads) {
        return price_trip(reads, trip, owner);
      },
      call->then([call](const Price& price) {
        call->ok("Price calculated",
                 json_text([&](JsonWriter& json) { write_price(json, price); }));
      }));
}

NewBooking read_booking(BodyReader& body, const UserId& owner) {
  constexpr double kMaxWeight = 100'000;  // kg
  NewBooking booking;
  booking.user_id = owner;
  booking.vehicle_type_id = VehicleTypeId(body.text("vehicleTypeId", 100));
  booking.pickup_address_id = AddressId(body.text("pickupAddressId", 100));
  booking.drop_address_id = AddressId(body.text("dropAddressId", 100));
  booking.package_type =
      body.optional_choice<PackageType>("packageType").value_or(PackageType::kParcel);
  booking.package_weight = body.optional_number("packageWeight", {0, kMaxWeight});
  booking.package_description = body.optional_text("packageDescription", 1000);
  booking.payment_method =
      body.optional_choice<PaymentMethod>("paymentMethod").value_or(PaymentMethod::kCash);
  booking.scheduled_at = body.optional_time("scheduledAt");
  return booking;
}

void book(const Services& services, const CallRef& call) {
  BodyReader body(call->request().body);
  const auto booking = read_booking(body, call->who().user_id());
  if (!body.ok()) return call->fail(body.errors());
  services.dispatch.create(
      booking, call->loop(),
      answer_with(call, BookingAnswer{201, "Booking created", Viewer::kCustomer}));
}

void my_bookings(const Services& services, const CallRef& call) {
  BookingFilter filter;
  filter.user_id = call->who().user_id();
  list_bookings(services, call, std::move(filter), Viewer::kCustomer);
}

void read_own_booking(const Services& services, const CallRef& call) {
  with_booking(services, call, [call](const BookingDetails& details, Viewer viewer) {
    call->ok("Booking", booking_text(details, viewer));
  });
}

void accept(const Services& services, const CallRef& call) {
  services.dispatch.accept(
      call->who().pilot_id(), BookingId(call->param("id")), call->loop(),
      answer_with(call, BookingAnswer{200, "Booking accepted", Viewer::kPilot}));
}

void answer_changed(const CallRef& call, const Result<BookingChange>& change) {
  if (!change) return call->fail(change.error());
  const Viewer viewer = viewer_for(call->who().role);
  call->send(response_of({200, "Booking status updated", viewer}, change->details));
}

// Whose guesses of which code are counted together. Nobody else can use them up.
std::string handover_key(const Principal& who, const StatusRequest& request) {
  return fmt::format("{} {} {}", request.booking_id.str(), to_string(request.to), who.key());
}

bool is_wrong_code(const Error& error) {
  return error.code == Code::kValidation && error.field == "otp";
}

// A wrong code is answered once it is counted for good.
void note_judgement(HandoverGuard& guard, const CallRef& call, const std::string& key,
                    const Result<BookingChange>& change) {
  if (!change && is_wrong_code(change.error())) {
    return guard.was_wrong(key, call->loop(),
                           call->then([call, refused = change.error()] { call->fail(refused); }));
  }
  change ? guard.succeeded(key, call->loop()) : guard.not_judged(key);
  answer_changed(call, change);
}

// Five wrong handover codes, and no other is looked at for 15 minutes.
void change_guarded(const Services& services, HandoverGuard& guard, const CallRef& call,
                    const StatusRequest& request) {
  const std::string key = handover_key(call->who(), request);
  guard.admit(key, call->loop(), call->then([&services, &guard, call, key, request](Duration wait) {
    if (wait > Duration{0}) return call->send(too_many_requests(wait, "Too many wrong codes"));
    services.dispatch.change_status(call->who(), request, call->loop(),
                                    [&guard, call, key](const Result<BookingChange>& change) {
                                      note_judgement(guard, call, key, change);
                                    });
  }));
}

void change_status(const Services& services, HandoverGuard& guard, const CallRef& call) {
  BodyReader body(call->request().body);
  StatusRequest request;
  request.booking_id = BookingId(call->param("id"));
  request.to = body.choice<BookingStatus>("status");
  request.otp = body.optional_code("otp", 12);
  request.reason = body.optional_text("reason", 500);
  request.delivery_photo = body.optional_text("deliveryPhoto", 2000);
  if (!body.ok()) return call->fail(body.errors());
  if (request.otp) return change_guarded(services, guard, call, request);
  services.dispatch.change_status(
      call->who(), std::move(request), call->loop(),
      [call](const Result<BookingChange>& change) { answer_changed(call, change); });
}

}  // namespace

void add_booking_routes(Router& router, const Services& services) {
  const auto add = [&](std::string_view method, std::string_view path, Access access,
                       void (*handler)(const Services&, const CallRef&)) {
    router.add(method, fmt::format("{}/bookings{}", kApiRoot, path), access,
               [&services, handler](const CallRef& call) { handler(services, call); });
  };
  add("POST", "/calculate-price", Access::kUser, calculate_price);
  add("POST", "", Access::kUser, book);
  add("GET", "/my-bookings", Access::kUser, my_bookings);
  add("GET", "/:id", Access::kAnyone, read_own_booking);
  add("POST", "/:id/cancel", Access::kAnyone, cancel_booking);
  add("POST", "/:id/accept", Access::kPilot, accept);
  router.add("PATCH", fmt::format("{}/bookings/:id/status", kApiRoot), Access::kAnyone,
             [&services, guard = std::make_shared<HandoverGuard>(services.store, services.clock)](
                 const CallRef& call) { change_status(services, *guard, call); });
}

}  // namespace waycast::api
