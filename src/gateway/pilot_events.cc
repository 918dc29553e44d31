// The events that pilots send.
#include <algorithm>
#include <iterator>

#include "base/json_writer.h"
#include "gateway/answer.h"
#include "gateway/event_fields.h"
#include "gateway/rooms.h"
#include "gateway/shard_gateway.h"
#include "tracking/json/booking_json.h"

namespace waycast::gateway {
namespace {

std::string bookings_field(const std::vector<BookingId>& bookings) {
  std::string out = "\"bookings\":";
  JsonWriter json(out);
  json.begin_array();
  for (const BookingId& id : bookings) json.value(id);
  json.end_array();
  return out;
}

std::string batch_fields(const BatchStored& batch) {
  std::string out = "\"stored\":" + std::to_string(batch.counts.stored) +
                    ",\"duplicates\":" + std::to_string(batch.counts.duplicates) + ",\"rejected\":";
  JsonWriter json(out);
  json.begin_array();
  for (const BatchRejection& rejection : batch.rejected) {
    json.begin_object()
        .field("index", static_cast<std::uint64_t>(rejection.index))
        .field("code", code_string(rejection.code))
        .end_object();
  }
  json.end_array();
  return out;
}

// Types and ranges were checked before: what remains is a position too old to be one.
std::unexpected<Error> refusal_of(Code code) {
  if (code != Code::kValidation) return fail(code);
  return fail(code, "Invalid location data: recordedAt is too long ago", "recordedAt");
}

}  // namespace

void run_locate(ShardGateway& gateway, FoundPilot pilot, const Location& location,
                PointSource source) {
  if (!pilot) {
    gateway.counters().refuse(pilot.error());
    return source.outcome(fail(pilot.error()));
  }
  const auto accepted = gateway.commands().locate(**pilot, location, source);
  if (!accepted) source.outcome(refusal_of(accepted.error()));
}

void ShardGateway::pilot_location(realtime::Socket& socket, realtime::Event& event,
                                  Answer& answer) {
  const auto where = location(event.args);
  if (!where) {
    counters_.refuse(where.error().code);
    return answer.fail(where.error());
  }
  const PilotId id = client_of(socket).pilot_id();
  PointSource source{.sender = socket.ref(),
                     .acknowledge = answer.is_awaited(),
                     .outcome = {&server_.loop(),
                                 [answer = std::move(answer)](const Result<void>& stored) mutable {
                                   answer.give(stored);
                                 }}};
  if (OwnedPilot* pilot = pilots_.find_ready(id)) {
    const auto accepted = commands_.locate(*pilot, *where, source);
    if (!accepted) source.outcome.done(refusal_of(accepted.error()));
    return;
  }
  pilots_.run(id, [where = *where, source = std::move(source)](ShardGateway& gateway,
                                                               FoundPilot pilot) mutable {
    run_locate(gateway, pilot, where, std::move(source));
  });
}

void ShardGateway::pilot_locations(realtime::Socket& socket, realtime::Event& event,
                                   Answer& answer) {
  auto batch = location_batch(event.args, context_.settings.batch_limit);
  if (!batch) {
    counters_.refuse(batch.error().code);
    return answer.fail(batch.error());
  }
  for (const BatchRejection& invalid : batch->rejected) counters_.refuse(invalid.code);
  Outcome<BatchStored> outcome{
      &server_.loop(), [answer = std::move(answer),
                        invalid = std::move(batch->rejected)](Result<BatchStored> stored) mutable {
        if (!stored) return answer.fail(stored.error());
        std::ranges::move(invalid, std::back_inserter(stored->rejected));
        std::ranges::sort(stored->rejected, {}, &BatchRejection::index);
        answer.ok(batch_fields(*stored));
      }};
  batch->rejected.clear();
  pilots_.run(client_of(socket).pilot_id(), [points = *std::move(batch), sender = socket.ref(),
                                             outcome = std::move(outcome)](
                                                ShardGateway& gateway, FoundPilot pilot) mutable {
    if (!pilot) return outcome(fail(pilot.error()));
    gateway.commands().locate_batch(**pilot, std::move(points), sender, std::move(outcome));
  });
}

void ShardGateway::pilot_online(realtime::Socket& socket, realtime::Event& event, Answer& answer) {
  auto vehicle = string_field(event.args, "vehicleId");
  if (!vehicle) return answer.fail(vehicle.error());
  const PilotId id = client_of(socket).pilot_id();
  Outcome<std::vector<BookingId>> outcome{
      &server_.loop(), [this, id, answer = std::move(answer)](
                           const Result<std::vector<BookingId>>& bookings) mutable {
        if (!bookings) return answer.fail(bookings.error());
        went_online(id, *bookings, std::move(answer));
      }};
  pilots_.run(id, [vehicle = VehicleId(*std::move(vehicle)), outcome = std::move(outcome)](
                      ShardGateway& gateway, FoundPilot pilot) mutable {
    if (!pilot) return outcome(fail(pilot.error()));
    gateway.commands().go_online(**pilot, vehicle, std::move(outcome));
  });
}

// The pilot's sockets join the rooms of their active bookings, those of this shard before the
// answer.
void ShardGateway::went_online(const PilotId& pilot, const std::vector<BookingId>& bookings,
                               Answer answer) {
  const auto waiting = std::make_shared<Answer>(std::move(answer));
  const auto remaining = std::make_shared<std::size_t>(bookings.size() + 1);
  const auto one_less = [waiting, remaining, bookings] {
    if (--*remaining == 0) waiting->ok(bookings_field(bookings));
  };
  for (const BookingId& id : bookings) {
    followers_.follow_all(pilot, id, one_less);
    elsewhere(pilot, [pilot, id](ShardGateway& gateway) {
      gateway.followers().follow_all(pilot, id, [] {});
    });
  }
  one_less();
}

void ShardGateway::pilot_offline(realtime::Socket& socket, realtime::Event&, Answer& answer) {
  const PilotId id = client_of(socket).pilot_id();
  Outcome<void> outcome{
      &server_.loop(), [this, id, answer = std::move(answer)](const Result<void>& stored) mutable {
        followers_.leave_all(id);
        elsewhere(id, [id](ShardGateway& gateway) { gateway.followers().leave_all(id); });
        answer.give(stored);
      }};
  pilots_.run(id, [outcome = std::move(outcome)](ShardGateway& gateway, FoundPilot pilot) mutable {
    if (!pilot) return outcome(fail(pilot.error()));
    gateway.commands().go_offline(**pilot, std::move(outcome));
  });
}

void ShardGateway::offer_accept(realtime::Socket& socket, realtime::Event& event, Answer& answer) {
  auto offer = string_field(event.args, "offerId");
  if (!offer) return answer.fail(offer.error());
  context_.dispatch->accept_offer(
      client_of(socket).pilot_id(), OfferId(*std::move(offer)), server_.loop(),
      [answer = std::move(answer)](const Result<BookingDetails>& booking) mutable {
        if (!booking) return answer.fail(booking.error());
        std::string fields = "\"booking\":";
        JsonWriter json(fields);
        write_booking(json, *booking, Viewer::kPilot);
        answer.ok(fields);
      });
}

void ShardGateway::offer_decline(realtime::Socket& socket, realtime::Event& event, Answer& answer) {
  auto offer = string_field(event.args, "offerId");
  if (!offer) return answer.fail(offer.error());
  context_.dispatch->decline_offer(
      client_of(socket).pilot_id(), OfferId(*std::move(offer)), server_.loop(),
      [answer = std::move(answer)](const Result<void>& declined) mutable {
        answer.give(declined);
      });
}

}  // namespace waycast::gateway
