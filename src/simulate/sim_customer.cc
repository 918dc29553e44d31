#include "simulate/sim_customer.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/json_writer.h"
#include "base/time_format.h"
#include "simulate/json_access.h"

namespace waycast::simulate {

SimCustomer::SimCustomer(World& world, std::string id, Random random)
    : world_(world),
      id_(std::move(id)),
      token_(world.token(Role::kUser, id_)),
      random_(random),
      socket_(world.reactor, world.server, token_, events()) {}

void SimCustomer::book() {
  busy_ = true;
  watch_ = {};
  booking_.clear();
  world_.reactor.request(world_.server, "GET", "/api/v1/vehicles/types", token_, "",
                         [this](int, const boost::json::value& body) {
                           const auto* types = member(body, "data");
                           const auto* list = types != nullptr ? types->if_array() : nullptr;
                           if (list == nullptr || list->empty()) return leave();
                           vehicle_type_ = text(list->front(), "id");
                           const Crossing from = world_.city.random_crossing(random_);
                           const Crossing to = world_.city.random_crossing(random_);
                           create_address(from, [this, to](const std::string& pickup) {
                             create_address(to, [this, pickup](const std::string& drop) {
                               create_booking(pickup, drop);
                             });
                           });
                         });
}

void SimCustomer::post(const std::string& path, const std::string& json,
                       std::function<void(const boost::json::value& data)> then) {
  world_.reactor.request(
      world_.server, "POST", path, token_, json,
      [this, path, then = std::move(then)](int status, const boost::json::value& body) {
        const auto* data = member(body, "data");
        if ((status == 200 || status == 201) && data != nullptr) return then(*data);
        if (!world_.stopping && status != 0 && status != 429) {
          world_.invariants.violated(
              fmt::format("POST {}: {} {}", path, status, text(body, "message")));
        }
        leave();
      });
}

void SimCustomer::create_address(Crossing at, std::function<void(std::string id)> then) {
  std::string json;
  JsonWriter(json)
      .begin_object()
      .field("label", "Home")
      .field("address", fmt::format("Crossing {}", at))
      .field("city", "Bengaluru")
      .field("state", "Karnataka")
      .field("pincode", "560001")
      .field("lat", world_.city.at(at).lat)
      .field("lng", world_.city.at(at).lng)
      .end_object();
  post("/api/v1/addresses", json,
       [then = std::move(then)](const boost::json::value& data) { then(text(data, "id")); });
}

void SimCustomer::create_booking(const std::string& pickup, const std::string& drop) {
  std::string json;
  JsonWriter(json)
      .begin_object()
      .field("vehicleTypeId", vehicle_type_)
      .field("pickupAddressId", pickup)
      .field("dropAddressId", drop)
      .field("packageType", "PARCEL")
      .end_object();
  post("/api/v1/bookings", json, [this](const boost::json::value& data) {
    booking_ = text(data, "id");
    ++world_.summary.bookings;
    watch();
    cancel_sometimes();
  });
}

void SimCustomer::watch() { socket_.connect(); }

SocketEvents SimCustomer::events() {
  return {.on_connect = [this] { subscribe(); },
          .on_event =
              [this](std::string_view event, const boost::json::value& payload) {
                if (event == "location:update") on_update(payload);
                if (event == "booking:status") on_status(payload);
              },
          .on_disconnect =
              [this](std::string_view reason, bool refused) {
                if (refused) check(fmt::format("{} refused: {}", id_, reason));
                if (booking_.empty() || world_.stopping || refused) return;
                ++world_.summary.reconnects;
                world_.reactor.after(Duration{500}, [this] {
                  watch_.reconnected();
                  socket_.connect();
                });
              }};
}

void SimCustomer::subscribe() {
  std::string json;
  JsonWriter(json).begin_object().field("bookingId", booking_).end_object();
  ++world_.summary.watching;
  socket_.emit("booking:subscribe", json, [this](const boost::json::value& ack) {
    if (flag(ack, "ok") || booking_.empty()) return;
    // It may have ended while this customer was away.
    if (error_code(ack) != "ERR_1400") check("cannot subscribe: " + error_code(ack));
    leave();
  });
}

void SimCustomer::on_update(const boost::json::value& update) {
  if (text(update, "bookingId") != booking_) return;
  const auto timestamp = parse_time(text(update, "timestamp"));
  if (!timestamp) return check("an update without a timestamp");
  ++world_.summary.updates;
  const bool is_snapshot = watch_.awaits_snapshot();
  check(watch_.update(static_cast<std::uint64_t>(number(update, "seq")), *timestamp));
  const auto sent = world_.last_sent.find(booking_);
  if (is_snapshot || sent == world_.last_sent.end()) return;
  world_.summary.latency.add(static_cast<double>((world_.clock.steady() - sent->second).count()));
}

void SimCustomer::on_status(const boost::json::value& status) {
  if (text(status, "bookingId") != booking_) return;
  check(watch_.status(text(status, "status")));
  if (watch_.current() == "CANCELLED") ++world_.summary.cancelled;
  if (watch_.current() == "DELIVERED" || watch_.current() == "CANCELLED") leave();
}

void SimCustomer::cancel_sometimes() {
  if (!random_.chance(0.05)) return;
  const std::string booking = booking_;
  world_.later(random_.between(5, 120), [this, booking] {
    const bool too_late = watch_.current() != "PENDING" && watch_.current() != "ACCEPTED";
    if (booking_ != booking || too_late || world_.stopping) return;
    world_.reactor.request(world_.server, "POST", "/api/v1/bookings/" + booking + "/cancel", token_,
                           R"({"reason":"Changed my mind"})",
                           [](int, const boost::json::value&) {});
  });
}

void SimCustomer::check(const std::string& violation) {
  if (!violation.empty()) world_.invariants.violated(booking_ + ": " + violation);
}

// Stays a moment in the room after the end: nothing may come any more.
void SimCustomer::leave() {
  if (booking_.empty()) {
    busy_ = false;
    return;
  }
  world_.later(20, [this, booking = booking_] {
    if (booking_ != booking) return;
    booking_.clear();
    if (world_.summary.watching > 0) --world_.summary.watching;
    socket_.disconnect();
    busy_ = false;
  });
}

void SimCustomer::finish() { socket_.disconnect(); }

}  // namespace waycast::simulate
