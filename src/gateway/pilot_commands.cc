#include "gateway/pilot_commands.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace waycast::gateway {
namespace {

constexpr Duration kFleetDelay{50};  // matching may lag what was acknowledged by 100 ms

Result<void> check_and_go_online(StoreWrites& writes, const PilotId& id, const VehicleId& vehicle,
                                 TimePoint now) {
  const auto row = writes.reads().vehicle(vehicle);
  if (!row) return std::unexpected(row.error());
  if (!*row || (*row)->pilot_id != id || !(*row)->is_active) return fail(Code::kVehicleNotFound);
  const auto pilot = writes.reads().pilot(id);
  if (!pilot) return std::unexpected(pilot.error());
  if (!*pilot) return fail(Code::kVehicleNotFound);
  if ((*pilot)->is_suspended()) return fail(Code::kSuspended);
  if ((*pilot)->status != PilotStatus::kApproved) return fail(Code::kPilotNotApproved);
  return writes.set_pilot_online(id, true, now);
}

// The bookings of a pilot that points of the past may belong to.
Result<std::vector<BookingSpan>> spans_of(StoreReads& reads, const PilotId& id) {
  BookingFilter filter;
  filter.pilot_id = id;
  const auto rows = reads.bookings(filter, {.page = 1, .limit = 100});
  if (!rows) return std::unexpected(rows.error());
  std::vector<BookingSpan> spans;
  for (const BookingDetails& details : rows->items) {
    if (auto span = BookingSpan::of(details.booking)) spans.push_back(*std::move(span));
  }
  return spans;
}

// Types and ranges were checked before: what remains is a position too old to be one.
std::unexpected<Error> refusal_of(Code code) {
  if (code != Code::kValidation) return fail(code);
  return fail(code, "Invalid location data: recordedAt is too long ago", "recordedAt");
}

}  // namespace

PilotCommands::PilotCommands(Context& context, realtime::ShardServer& server, OwnedPilots& pilots,
                             LocationFanout& fanout, Counters& counters)
    : context_(context), server_(server), pilots_(pilots), fanout_(fanout), counters_(counters) {}

void PilotCommands::run(PilotCommand command, FoundPilot pilot) {
  std::visit(
      [&](auto& one) {
        if (pilot) return carry_out(**pilot, std::move(one));
        refuse(one, pilot.error());
      },
      command);
}

template <class Command>
void PilotCommands::refuse(Command& command, Code code) {
  if constexpr (std::is_same_v<Command, Locate>) {
    counters_.refuse(code);
    command.source.reply(fail(code));
  } else if constexpr (std::is_same_v<Command, TellPosition>) {
    const PositionQuestion& question = command.question;
    context_.feed->answer(question.asker, {question.booking, {}}, server_.shard());
  } else if constexpr (requires { command.reply; }) {
    command.reply(fail(code));
  }
}

void PilotCommands::carry_out(OwnedPilot& pilot, Locate command) {
  locate(pilot, command.location, std::move(command.source));
}

void PilotCommands::carry_out(OwnedPilot& pilot, const NoteBooking& command) {
  pilots_.booking_is(pilot, *command.booking);
}

void PilotCommands::carry_out(OwnedPilot& pilot, const TellPosition& command) {
  const PositionQuestion& question = command.question;
  const LocationUpdate* last = pilot.live.last_update(Moment::of(context_.clock));
  PositionAnswer answer{.booking = question.booking, .last = {}};
  if (last != nullptr && last->booking_id == question.booking) answer.last = *last;
  context_.feed->answer(question.asker, answer, server_.shard());
}

// ERR_1303 vehicle not found, not theirs or not active; ERR_1403 not approved; ERR_1203 suspended.
void PilotCommands::carry_out(OwnedPilot& pilot, GoOnline command) {
  const PilotId id = pilot.live.id();
  store_presence(
      pilot,
      [id, vehicle = command.vehicle, now = context_.clock.now()](StoreWrites& writes) {
        return check_and_go_online(writes, id, vehicle, now);
      },
      [this, vehicle = command.vehicle, reply = std::move(command.reply)](
          OwnedPilot& owned, Result<void> stored) mutable {
        if (!stored) return reply(std::unexpected(stored.error()));
        owned.live.go_online(vehicle, Moment::of(context_.clock));
        context_.fleet->pilot_online(owned.live.id(), vehicle);
        std::vector<BookingId> bookings;
        if (const auto* active = owned.live.active_booking()) bookings.push_back(active->id);
        reply(std::move(bookings));
      });
}

void PilotCommands::carry_out(OwnedPilot& pilot, GoOffline command) {
  if (!pilot.live.go_offline()) return command.reply({});
  store_offline(pilot, std::move(command.reply));
}

void PilotCommands::carry_out(OwnedPilot& pilot, EndTimeOnline) {
  if (!pilot.live.expire(Moment::of(context_.clock))) return;
  const bool is_stale = pilot.live.presence() == Presence::kStale;
  (is_stale ? counters_.gone_stale : counters_.grace_over).add();
  store_offline(pilot, {server_.loop(), [](const Result<void>& stored) {
                          if (!stored) {
                            spdlog::error("could not store a pilot as offline: {}",
                                          stored.error().message);
                          }
                        }});
}

// Later commands of the pilot wait, so that the store, dispatch and this shard agree on the order.
template <class Operation, class Then>
void PilotCommands::store_presence(OwnedPilot& pilot, Operation operation, Then then) {
  pilots_.begin_busy(pilot);
  context_.store.write(
      server_.loop(), std::move(operation),
      [this, id = pilot.live.id(), then = std::move(then)](Result<void> stored) mutable {
        then(pilots_.busy(id), std::move(stored));
        pilots_.end_busy(id);
      });
}

void PilotCommands::store_offline(OwnedPilot& pilot, Reply<void> reply) {
  const bool is_stale = pilot.live.presence() == Presence::kStale;
  store_presence(
      pilot,
      [id = pilot.live.id(), is_stale, now = context_.clock.now()](StoreWrites& writes) {
        return is_stale ? writes.set_pilot_stale(id, now) : writes.set_pilot_online(id, false, now);
      },
      [this, reply = std::move(reply)](OwnedPilot& owned, Result<void> stored) mutable {
        context_.fleet->pilot_offline(owned.live.id());  // stored or not: they want no offers
        reply(std::move(stored));
      });
}

// A location brought a stale pilot back.
void PilotCommands::store_return(OwnedPilot& pilot) {
  store_presence(
      pilot,
      [id = pilot.live.id(), now = context_.clock.now()](StoreWrites& writes) {
        return writes.set_pilot_online(id, true, now);
      },
      [this](OwnedPilot& owned, const Result<void>& stored) {
        if (!stored) {
          spdlog::error("could not store a pilot as online: {}", stored.error().message);
        }
        context_.fleet->pilot_online(owned.live.id(), owned.live.vehicle());
      });
}

void PilotCommands::locate(OwnedPilot& pilot, const Location& location, PointSource source) {
  auto point = pilot.live.locate(location, Moment::of(context_.clock));
  if (!point) {
    counters_.refuse(point.error());
    return source.reply(refusal_of(point.error()));
  }
  counters_.locations_accepted.add();
  if (point->row.is_flagged) counters_.locations_flagged.add();
  if (point->clock_corrected) counters_.clocks_corrected.add();
  if (point->came_online) store_return(pilot);
  if (point->broadcast) {
    counters_.locations_broadcast.add();
    fanout_.publish(pilot, *point->broadcast, source.sender);
  }
  if (point->seen_at) tell_fleet(pilot, point->row.location, *point->seen_at);
  context_.store.append_point(std::move(point->row), {.reply_to = &source.reply.to(),
                                                      .acknowledge = source.acknowledge,
                                                      .on_stored = source.reply.take_done()});
  if (!point->changes.empty()) change_flags(std::move(point->changes));
}

void PilotCommands::carry_out(OwnedPilot& pilot, LocateBatch command) {
  const auto allowed = pilot.live.may_send_batch(Moment::of(context_.clock));
  if (!allowed) {
    counters_.refuse(allowed.error(), command.sent.points.size());
    return command.reply(fail(allowed.error()));
  }
  if (pilot.live.date(command.sent, Moment::of(context_.clock))) counters_.clocks_corrected.add();
  if (!pilot.live.needs_history(command.sent.points)) {
    finish_batch(pilot, std::move(command), {});
    return;
  }
  pilots_.begin_busy(pilot);
  const PilotId id = pilot.live.id();
  context_.store.read(
      server_.loop(), [id](StoreReads& reads) { return spans_of(reads, id); },
      [this, id, command = std::move(command)](Result<std::vector<BookingSpan>> former) mutable {
        auto next = Next::kCommands;
        if (former) {
          next = finish_batch(pilots_.busy(id), std::move(command), *former);
        } else {
          command.reply(std::unexpected(former.error()));
        }
        if (next == Next::kCommands) pilots_.end_busy(id);
      });
}

PilotCommands::Next PilotCommands::finish_batch(OwnedPilot& pilot, LocateBatch command,
                                                const std::vector<BookingSpan>& former) {
  const std::size_t count = command.sent.points.size();
  auto batch = pilot.live.locate_batch(std::move(command.sent), former, Moment::of(context_.clock));
  if (!batch) {
    counters_.refuse(batch.error(), count);
    command.reply(fail(batch.error()));
    return Next::kCommands;
  }
  count_batch(*batch);
  if (batch->broadcast) fanout_.publish(pilot, *batch->broadcast, command.sender);
  const auto moving = std::find_if(batch->rows.rbegin(), batch->rows.rend(),
                                   [](const PointRow& row) { return row.moves_marker; });
  if (moving != batch->rows.rend()) tell_fleet(pilot, moving->location, moving->recorded_at);
  if (batch->came_online) store_return(pilot);
  const Next next = batch->came_online ? Next::kPresence : Next::kCommands;
  std::vector<PointFlag> changes = std::move(batch->changes);
  append(*std::move(batch), std::move(command.reply));
  if (!changes.empty()) change_flags(std::move(changes));
  return next;
}

void PilotCommands::count_batch(const BatchOutcome& batch) {
  counters_.batched_accepted.add(batch.rows.size());
  if (batch.broadcast) counters_.locations_broadcast.add();
  for (const PointRow& row : batch.rows) {
    if (row.is_flagged) counters_.locations_flagged.add();
  }
  for (const BatchRejection& rejection : batch.rejected) counters_.refuse(rejection.code);
}

void PilotCommands::append(BatchOutcome&& batch, Reply<BatchStored> reply) {
  if (batch.rows.empty()) return reply(BatchStored{{}, std::move(batch.rejected)});
  Executor& to = reply.to();
  context_.store.append_points(std::move(batch.rows), to,
                               [done = reply.take_done(), rejected = std::move(batch.rejected)](
                                   Result<AppendOutcome> stored) mutable {
                                 if (stored) {
                                   done(BatchStored{*stored, std::move(rejected)});
                                 } else {
                                   done(std::unexpected(stored.error()));
                                 }
                               });
}

// After the points that taught it, and therefore after those it is of: an operation is committed
// behind everything that was handed over before it.
void PilotCommands::change_flags(std::vector<PointFlag> changes) {
  counters_.flags_changed.add(changes.size());
  context_.store.write(
      server_.loop(),
      [changes = std::move(changes)](StoreWrites& writes) { return writes.flag_points(changes); },
      [](const Result<void>& stored) {
        if (!stored) spdlog::error("could not flag positions: {}", stored.error().message);
      });
}

// They are where the marker is, whatever was sent: a late position tells only that they live.
void PilotCommands::tell_fleet(const OwnedPilot& pilot, const Location& sent, TimePoint seen_at) {
  const LatLng* marker = pilot.live.marker();
  if (marker == nullptr) return;
  const bool is_there = sent.at == *marker;
  if (fleet_batch_.empty()) {
    server_.loop().after(kFleetDelay, [this] {
      std::vector<FleetPosition> batch = std::exchange(fleet_batch_, {});
      fleet_batch_.reserve(batch.size());  // as many again, in all likelihood
      context_.fleet->positions(std::move(batch));
    });
  }
  fleet_batch_.push_back({.pilot_id = pilot.live.id(),
                          .at = *marker,
                          .heading = is_there ? sent.heading : std::nullopt,
                          .speed = is_there ? sent.speed : std::nullopt,
                          .on_booking = pilot.live.active_booking() != nullptr,
                          .timestamp = seen_at});
}

}  // namespace waycast::gateway
