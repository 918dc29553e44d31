#include "simulate/sim_pilot.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/json_writer.h"
#include "simulate/json_access.h"

namespace waycast::simulate {
namespace {

// Refusals that a race can bring about: somebody else took it, it ran out, it was withdrawn.
bool is_lost_race(std::string_view code) {
  return code == "ERR_1407" || code == "ERR_1408" || code == "ERR_1400" || code == "ERR_1308";
}

std::string one_field(std::string_view name, std::string_view value) {
  std::string out;
  JsonWriter(out).begin_object().field(name, value).end_object();
  return out;
}

}  // namespace

SimPilot::SimPilot(World& world, std::string id, std::string vehicle, Crossing start, Random random)
    : world_(world),
      id_(std::move(id)),
      vehicle_(std::move(vehicle)),
      token_(world.token(Role::kPilot, id_)),
      random_(random),
      traveller_(world.city, start, random.fork(1)),
      sender_(SenderSettings{}),
      socket_(world.reactor, world.server, token_, events()) {}

SocketEvents SimPilot::events() {
  return {.on_connect = [this] { go_online(); },
          .on_event =
              [this](std::string_view event, const boost::json::value& payload) {
                if (event == "booking:offer") on_offer(payload);
                if (event == "offer:expired") ++world_.summary.expired;
                if (event == "error") {
                  world_.invariants.violated(
                      fmt::format("{} got an error: {}", id_, text(payload, "message")));
                }
                if (event == "booking:status") on_status(payload);
                const auto* data = event == "notification" ? member(payload, "data") : nullptr;
                if (data != nullptr) on_status(*data);  // of what happened while away
              },
          .on_disconnect =
              [this](std::string_view reason, bool refused) {
                if (online_) --world_.summary.pilots_connected;
                online_ = false;
                if (refused) world_.invariants.violated(fmt::format("{} refused: {}", id_, reason));
                if (world_.stopping || refused) return;
                ++world_.summary.reconnects;
                world_.reactor.after(Duration{1000}, [this] { socket_.connect(); });
              }};
}

void SimPilot::start() {
  socket_.connect();
  wander();
}

void SimPilot::go_online() {
  socket_.emit("pilot:online", one_field("vehicleId", vehicle_), [this](const auto& ack) {
    if (!flag(ack, "ok")) {
      world_.invariants.violated(fmt::format("{} cannot go online: {}", id_, error_code(ack)));
      return;
    }
    online_ = true;
    ++world_.summary.pilots_connected;
    send_buffered();
  });
}

void SimPilot::wander() { traveller_.go_to(world_.city.random_crossing(random_)); }

void SimPilot::move(double simulated_seconds) {
  traveller_.move(simulated_seconds);
  lose_signal_sometimes(simulated_seconds);
  if (job_) {
    advance_job();
  } else if (traveller_.arrived()) {
    wander();
  }
  if (online_) send_position(world_.clock.steady());
}

void SimPilot::lose_signal_sometimes(double simulated_seconds) {
  if (without_signal_ > 0) {
    without_signal_ -= simulated_seconds;
    if (without_signal_ <= 0) send_buffered();
  } else if (random_.chance(simulated_seconds / 900)) {
    without_signal_ = random_.between(10, 60);
    if (random_.chance(0.3)) socket_.drop();
  }
}

void SimPilot::send_position(SteadyTime now) {
  const Duty duty = job_ ? Duty::kDelivering : Duty::kOnline;
  if (!sender_.due(duty, traveller_.at(), now)) return;
  if (without_signal_ > 0) {
    if (buffered_.size() < 500) buffered_.push_back(point(true));
    return;
  }
  ++world_.summary.points_sent;
  note_sending();
  socket_.emit("pilot:location", point(false), [this](const auto& ack) {
    if (flag(ack, "ok")) return;
    ++world_.summary.points_refused;
    const std::string code = error_code(ack);
    if (code != "ERR_1003" && !world_.stopping) {
      world_.invariants.violated(fmt::format("{}: a position was refused: {}", id_, code));
    }
  });
}

void SimPilot::send_buffered() {
  if (buffered_.empty() || !online_ || without_signal_ > 0) return;
  std::string batch = "[";
  for (const std::string& one : buffered_) batch.append(batch.size() > 1 ? "," : "").append(one);
  batch += ']';
  const std::size_t count = buffered_.size();
  buffered_.clear();
  note_sending();
  socket_.emit("pilot:locations", batch, [this, count](const auto& ack) {
    world_.summary.points_buffered += count;
    if (!flag(ack, "ok") && error_code(ack) != "ERR_1003") {
      world_.invariants.violated(fmt::format("{}: a batch was refused: {}", id_, error_code(ack)));
    }
  });
}

// So that the customer, who is in the same process, knows how long an update took.
void SimPilot::note_sending() {
  if (job_) world_.last_sent[job_->booking] = world_.clock.steady();
}

std::string SimPilot::point(bool recorded) const {
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().field("lat", traveller_.at().lat).field("lng", traveller_.at().lng);
  writer.field("heading", traveller_.heading()).field("speed", traveller_.speed());
  writer.field("accuracy", 8.0);
  if (recorded) writer.field("recordedAt", world_.clock.now());
  writer.end_object();
  return out;
}

void SimPilot::on_offer(const boost::json::value& offer) {
  ++world_.summary.offers;
  const bool is_busy = job_ && !job_->ending;
  world_.invariants.offered(id_, is_busy ? job_->booking : std::string());
  if (is_busy) return;
  Job job{text(offer, "bookingId"), place(offer, "pickupAddress"), place(offer, "dropAddress")};
  const std::string id = text(offer, "offerId");
  // A person needs real seconds, whatever the simulated speed: the offer's expiry is real, too.
  const Duration thinking{static_cast<Duration::rep>(random_.between(500, 4000))};
  world_.reactor.after(thinking, [this, id, job = std::move(job)] { answer(id, job); });
}

void SimPilot::on_status(const boost::json::value& booking) {
  if (!job_ || text(booking, "bookingId") != job_->booking) return;
  if (text(booking, "status") == "CANCELLED") end_job();
}

void SimPilot::answer(const std::string& offer, const Job& job) {
  if (job_ || !socket_.connected()) return;
  if (random_.chance(0.15)) {
    ++world_.summary.declined;
    socket_.emit("offer:decline", one_field("offerId", offer), [](const auto&) {});
    return;
  }
  socket_.emit("offer:accept", one_field("offerId", offer), [this, job](const auto& ack) {
    if (flag(ack, "ok")) {
      ++world_.summary.accepted;
      ++world_.summary.pilots_delivering;
      world_.invariants.won(job.booking, id_);
      job_ = job;
      traveller_.go_to(nearest(job.pickup));
    } else if (!is_lost_race(error_code(ack))) {
      world_.invariants.violated(fmt::format("{} cannot accept: {}", id_, error_code(ack)));
    }
  });
}

void SimPilot::advance_job() {
  if (!traveller_.arrived() || job_->busy) return;
  job_->busy = true;
  if (job_->errand == Errand::kToDrop) return deliver();
  change_status("ARRIVED_PICKUP", [this] {
    world_.later(random_.between(20, 90), [this, booking = job_->booking] {
      if (!job_ || job_->booking != booking) return;
      change_status("PICKED_UP", [this] {
        change_status("IN_TRANSIT", [this] {
          job_->errand = Errand::kToDrop;
          job_->busy = false;
          traveller_.go_to(nearest(job_->drop));
        });
      });
    });
  });
}

void SimPilot::deliver() {
  change_status("ARRIVED_DROP", [this] {
    world_.later(random_.between(20, 60), [this, booking = job_->booking] {
      if (!job_ || job_->booking != booking) return;
      job_->ending = true;
      change_status("DELIVERED", [this] {
        ++world_.summary.delivered;
        end_job();
      });
    });
  });
}

// `then` runs only if the booking is still this pilot's after the answer.
void SimPilot::change_status(const std::string& status, std::function<void()> then) {
  if (!job_) return;
  const std::string booking = job_->booking;
  world_.reactor.request(
      world_.server, "PATCH", "/api/v1/bookings/" + booking + "/status", token_,
      one_field("status", status),
      [this, booking, status, then = std::move(then)](int code, const boost::json::value& body) {
        if (!job_ || job_->booking != booking) return;
        if (code == 200) return then();
        if (world_.stopping) return;
        if (code == 0 || code >= 500) {  // a restart, perhaps: repeating a status is safe
          world_.reactor.after(Duration{1000}, [=, this] { change_status(status, then); });
          return;
        }
        const std::string error = text(body, "code");
        end_job();
        if (!is_lost_race(error)) {
          world_.invariants.violated(
              fmt::format("{}: {} refused: {} {}", booking, status, code, error));
        }
      });
}

void SimPilot::end_job() {
  world_.last_sent.erase(job_->booking);
  --world_.summary.pilots_delivering;
  job_.reset();
  wander();
}

void SimPilot::finish() {
  if (socket_.connected()) {
    socket_.emit("pilot:offline", "", [this](const auto&) { socket_.disconnect(); });
  }
}

Crossing SimPilot::nearest(LatLng at) const {
  Crossing best = 0;
  for (Crossing c = 1; c < world_.city.size(); ++c) {
    if (haversine_km(world_.city.at(c), at) < haversine_km(world_.city.at(best), at)) best = c;
  }
  return best;
}

}  // namespace waycast::simulate
