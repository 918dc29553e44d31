// The events that pilots send.
#include <algorithm>
#include <iterator>
#include <utility>

#include "base/json_writer.h"
#include "base/when_all.h"
#include "gateway/booking_feed.h"
#include "gateway/event_fields.h"
#include "gateway/event_table.h"
#include "gateway/followers.h"
#include "gateway/owned_pilots.h"
#include "gateway/pilot_commands.h"
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

auto given_to(Answer answer) {
  return [answer = std::move(answer)](const Result<void>& result) mutable { answer.give(result); };
}

void send_location(ShardParts& parts, ClientEvent& event) {
  const auto where = location(event.args);
  if (!where) {
    parts.counters.refuse(where.error().code);
    return event.answer.fail(where.error());
  }
  const PilotId id = event.client().pilot_id();
  PointSource source{.sender = event.socket.ref(),
                     .acknowledge = event.answer.is_awaited(),
                     .reply = {parts.loop(), given_to(std::move(event.answer))}};
  if (OwnedPilot* pilot = parts.pilots.find_ready(id)) {
    return parts.commands.locate(*pilot, *where, std::move(source));
  }
  parts.pilots.run(id, Locate{*where, std::move(source)});
}

void send_locations(ShardParts& parts, ClientEvent& event) {
  auto batch = location_batch(event.args, parts.context.settings.batch_limit);
  if (!batch) {
    parts.counters.refuse(batch.error().code);
    return event.answer.fail(batch.error());
  }
  for (const BatchRejection& invalid : batch->rejected) parts.counters.refuse(invalid.code);
  Reply<BatchStored> reply{parts.loop(), [answer = std::move(event.answer),
                                          invalid = std::exchange(batch->rejected, {})](
                                             Result<BatchStored> stored) mutable {
                             if (!stored) return answer.fail(stored.error());
                             std::ranges::move(invalid, std::back_inserter(stored->rejected));
                             std::ranges::sort(stored->rejected, {}, &BatchRejection::index);
                             answer.ok(batch_fields(*stored));
                           }};
  parts.pilots.run(event.client().pilot_id(),
                   LocateBatch{*std::move(batch), event.socket.ref(), std::move(reply)});
}

// The pilot's sockets join the rooms of their active bookings, those of this shard before the
// answer.
void answer_online(ShardParts& parts, const PilotId& pilot, const std::vector<BookingId>& bookings,
                   Answer answer) {
  WhenAll all([answer = std::move(answer), fields = bookings_field(bookings)]() mutable {
    answer.ok(fields);
  });
  for (const BookingId& id : bookings) {
    parts.followers.follow_all(pilot, id, all.part());
    parts.context.feed->tell(PilotFollows{pilot, id}, parts.shard());
  }
  all.close();
}

void go_online(ShardParts& parts, ClientEvent& event) {
  auto vehicle = string_field(event.args, "vehicleId");
  if (!vehicle) return event.answer.fail(vehicle.error());
  const PilotId id = event.client().pilot_id();
  Reply<std::vector<BookingId>> reply{parts.loop(),
                                      [&parts, id, answer = std::move(event.answer)](
                                          const Result<std::vector<BookingId>>& bookings) mutable {
                                        if (!bookings) return answer.fail(bookings.error());
                                        answer_online(parts, id, *bookings, std::move(answer));
                                      }};
  parts.pilots.run(id, GoOnline{VehicleId(*std::move(vehicle)), std::move(reply)});
}

void go_offline(ShardParts& parts, ClientEvent& event) {
  const PilotId id = event.client().pilot_id();
  Reply<void> reply{parts.loop(), [&parts, id, answer = std::move(event.answer)](
                                      const Result<void>& stored) mutable {
                      parts.followers.leave_all(id);
                      parts.context.feed->tell(PilotLeaves{id}, parts.shard());
                      answer.give(stored);
                    }};
  parts.pilots.run(id, GoOffline{std::move(reply)});
}

void accept_offer(ShardParts& parts, ClientEvent& event) {
  auto offer = string_field(event.args, "offerId");
  if (!offer) return event.answer.fail(offer.error());
  parts.context.dispatch->accept_offer(
      event.client().pilot_id(), OfferId(*std::move(offer)), parts.loop(),
      [answer = std::move(event.answer)](const Result<BookingDetails>& booking) mutable {
        if (!booking) return answer.fail(booking.error());
        std::string fields = "\"booking\":";
        JsonWriter json(fields);
        write_booking(json, *booking, Viewer::kPilot);
        answer.ok(fields);
      });
}

void decline_offer(ShardParts& parts, ClientEvent& event) {
  auto offer = string_field(event.args, "offerId");
  if (!offer) return event.answer.fail(offer.error());
  parts.context.dispatch->decline_offer(event.client().pilot_id(), OfferId(*std::move(offer)),
                                        parts.loop(), given_to(std::move(event.answer)));
}

}  // namespace

void add_pilot_events(EventTable& table, ShardParts& parts) {
  const auto add = [&](std::string name, void (*handle)(ShardParts&, ClientEvent&)) {
    table.add(std::move(name), Sender::kPilot,
              [&parts, handle](ClientEvent& event) { handle(parts, event); });
  };
  add("pilot:online", go_online);
  add("pilot:offline", go_offline);
  add("pilot:location", send_location);
  add("pilot:locations", send_locations);
  add("offer:accept", accept_offer);
  add("offer:decline", decline_offer);
}

}  // namespace waycast::gateway
