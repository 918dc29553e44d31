#include "gateway/owned_pilots.h"

#include <algorithm>
#include <iterator>

#include "gateway/rooms.h"
#include "gateway/shard_gateway.h"

namespace waycast::gateway {

using State = OwnedPilot::State;

namespace {

constexpr std::size_t kMaxWaiting = 64;  // of a pilot, while the store does not answer

Presence stored_presence(const PrincipalSnapshot& snapshot) {
  if (snapshot.is_stale) return Presence::kStale;
  const bool is_online = snapshot.pilot && snapshot.pilot->is_online;
  return is_online ? Presence::kOnline : Presence::kOffline;
}

}  // namespace

OwnedPilots::OwnedPilots(Context& context, realtime::ShardServer& server)
    : context_(context), server_(server), sockets_(server.of("/")), shard_(server.shard()) {}

OwnedPilot* OwnedPilots::find(const PilotId& id) {
  const auto found = pilots_.find(id);
  return found == pilots_.end() ? nullptr : found->second.get();
}

OwnedPilot* OwnedPilots::find_ready(const PilotId& id) {
  OwnedPilot* pilot = find(id);
  return pilot != nullptr && pilot->state == State::kReady ? pilot : nullptr;
}

OwnedPilot& OwnedPilots::add(const PilotId& id, State state) {
  auto pilot = std::make_unique<OwnedPilot>(LivePilot(id, context_.settings));
  pilot->state = state;
  return *pilots_.insert_or_assign(id, std::move(pilot)).first->second;
}

void OwnedPilots::run(const PilotId& id, PilotCommand command) {
  if (OwnedPilot* pilot = find(id)) {
    if (pilot->state == State::kReady) {
      command(shard_gateway(), pilot);
      settle(id);
    } else if (pilot->waiting.size() < kMaxWaiting) {
      pilot->waiting.push_back(std::move(command));
    } else {
      command(shard_gateway(), nullptr);
    }
    return;
  }
  const std::uint16_t owner = context_.directory.claim_if_free(id, shard_);
  if (owner != shard_) {
    context_.post(owner, [id, command = std::move(command)](ShardGateway& gateway) mutable {
      gateway.pilots().run(id, std::move(command));
    });
    return;
  }
  add(id, State::kFromStore).waiting.push_back(std::move(command));
  load(id);
}

void OwnedPilots::run_if_owned(const PilotId& id, PilotCommand command) {
  if (find(id) != nullptr) return run(id, std::move(command));
  const auto owner = context_.directory.owner(id);
  if (!owner || *owner == shard_) return;
  context_.post(*owner, [id, command = std::move(command)](ShardGateway& gateway) mutable {
    gateway.pilots().run_if_owned(id, std::move(command));
  });
}

void OwnedPilots::acquire(const PilotId& id) {
  const auto before = context_.directory.claim(id, shard_);
  if (before == shard_) return;
  if (find(id) == nullptr) add(id, before ? State::kFromShard : State::kFromStore);
  if (!before) return;
  context_.post(*before, [id](ShardGateway& gateway) { gateway.pilots().relinquish(id); });
}

void OwnedPilots::attach(const PilotId& id) {
  acquire(id);
  run(id, [](ShardGateway&, OwnedPilot* pilot) {
    if (pilot != nullptr) pilot->live.attach_socket();
  });
}

void OwnedPilots::detach(const PilotId& id) {
  run_if_owned(id, [](ShardGateway& gateway, OwnedPilot* pilot) {
    if (pilot != nullptr) pilot->live.detach_socket(gateway.now());
  });
}

void OwnedPilots::load(const PilotId& id) {
  OwnedPilot* pilot = find(id);
  if (pilot == nullptr) return;
  pilot->state = State::kFromStore;
  const Principal who{.role = Role::kPilot, .id = id.str(), .name = {}, .expires_at = {}};
  context_.store.read(
      server_.loop(),
      [who, now = context_.clock.now(), keep = context_.settings.keep_subscriptions](
          StoreReads& reads) { return reads.principal(who, now, keep); },
      [this, id](Result<PrincipalSnapshot> snapshot) { loaded(id, snapshot); });
}

void OwnedPilots::loaded(const PilotId& id, const Result<PrincipalSnapshot>& snapshot) {
  OwnedPilot* pilot = find(id);
  if (pilot == nullptr || pilot->state != State::kFromStore) return settle(id);
  if (!snapshot) return fail_waiting(id);
  pilot->live.load(stored_presence(*snapshot), Moment::of(context_.clock));
  for (const Booking& booking : snapshot->active_bookings) booking_is(*pilot, booking);
  become_ready(id);
}

void OwnedPilots::restore(const PilotId& id, const std::vector<Booking>& active) {
  if (context_.directory.claim_if_free(id, shard_) != shard_ || find(id)) return;
  OwnedPilot& pilot = add(id, State::kReady);
  const Moment now = Moment::of(context_.clock);
  pilot.live.load(Presence::kOnline, now);
  for (const Booking& booking : active) booking_is(pilot, booking);
  pilot.live.start_grace(now);
  settle(id);
}

void OwnedPilots::fail_waiting(const PilotId& id) {
  auto node = pilots_.extract(id);
  if (!context_.directory.give_up(id, shard_)) {
    // Somebody waits for this state: they have to read it themselves.
    context_.post(*context_.directory.owner(id),
                  [id](ShardGateway& gateway) { gateway.pilots().load(id); });
  }
  for (PilotCommand& command : node.mapped()->waiting) command(shard_gateway(), nullptr);
}

void OwnedPilots::end_busy(const PilotId& id) {
  if (find(id) != nullptr) become_ready(id);
}

void OwnedPilots::become_ready(const PilotId& id) {
  OwnedPilot* pilot = find(id);
  pilot->state = State::kReady;
  if (std::exchange(pilot->is_leaving, false) && context_.directory.owner(id) != shard_) {
    return relinquish(id);
  }
  std::vector<PilotCommand> commands = std::exchange(pilot->waiting, {});
  for (auto next = commands.begin(); next != commands.end(); ++next) {
    pilot = find_ready(id);
    if (pilot == nullptr) {  // busy again, or moved on: the rest waits there, before what is newer
      for (; next != commands.end(); ++next) run(id, std::move(*next));
      return;
    }
    (*next)(shard_gateway(), pilot);
  }
  settle(id);
}

void OwnedPilots::relinquish(const PilotId& id) {
  OwnedPilot* pilot = find(id);
  const auto owner = context_.directory.owner(id);
  if (pilot == nullptr || !owner || *owner == shard_) return;
  switch (pilot->state) {
    case State::kReady:
      return move_out(id, *owner);
    case State::kBusy:
      pilot->is_leaving = true;
      return;
    case State::kFromStore:
      context_.post(*owner, [id](ShardGateway& gateway) { gateway.pilots().load(id); });
      break;
    case State::kFromShard:  // the state on its way here finds the owner by itself
      break;
  }
  forward_waiting(*pilot, *owner);
  pilots_.erase(id);
}

void OwnedPilots::forward_waiting(OwnedPilot& pilot, std::uint16_t to) {
  for (PilotCommand& command : pilot.waiting) {
    context_.post(
        to, [id = pilot.live.id(), command = std::move(command)](ShardGateway& gateway) mutable {
          gateway.pilots().run(id, std::move(command));
        });
  }
}

void OwnedPilots::move_out(const PilotId& id, std::uint16_t to) {
  auto node = pilots_.extract(id);
  cancel_timer(*node.mapped());
  node.mapped()->room.reset();
  context_.post(to, [pilot = std::move(node.mapped())](ShardGateway& gateway) mutable {
    gateway.pilots().receive(std::move(pilot));
  });
}

void OwnedPilots::receive(std::unique_ptr<OwnedPilot> pilot) {
  const PilotId id = pilot->live.id();
  const std::uint16_t owner = context_.directory.claim_if_free(id, shard_);
  if (owner != shard_) {
    context_.post(owner, [pilot = std::move(pilot)](ShardGateway& gateway) mutable {
      gateway.pilots().receive(std::move(pilot));
    });
    return;
  }
  if (OwnedPilot* awaiting = find(id)) {
    if (awaiting->state == State::kReady || awaiting->state == State::kBusy) return;
    std::ranges::move(awaiting->waiting, std::back_inserter(pilot->waiting));
  }
  hold_room(*pilot);
  pilots_.insert_or_assign(id, std::move(pilot));
  become_ready(id);
}

void OwnedPilots::booking_is(OwnedPilot& pilot, const Booking& booking) {
  pilot.live.booking_is(booking, Moment::of(context_.clock));
  hold_room(pilot);
}

void OwnedPilots::hold_room(OwnedPilot& pilot) {
  const BookingSpan* active = pilot.live.active_booking();
  if (active == nullptr) return pilot.room.reset();
  pilot.room = sockets_.hold(booking_room(active->id));
  pilot.conflation_key = realtime::conflation_key("location:update", active->id.str());
}

void OwnedPilots::settle(const PilotId& id) {
  OwnedPilot* pilot = find_ready(id);
  if (pilot == nullptr) return;
  const bool is_needed = pilot->live.presence() != Presence::kOffline ||
                         pilot->live.has_sockets() || pilot->live.active_booking();
  if (is_needed) return set_timer(*pilot);
  if (!context_.directory.give_up(id, shard_)) return;  // they are about to be fetched
  cancel_timer(*pilot);
  pilots_.erase(id);
}

// A deadline that moves away lets the timer ring in vain, and be set again: a location costs
// nothing.
void OwnedPilots::set_timer(OwnedPilot& pilot) {
  const auto deadline = pilot.live.deadline();
  if (!deadline || (pilot.timer != 0 && pilot.timer_at <= *deadline)) return;
  cancel_timer(pilot);
  pilot.timer_at = *deadline;
  const Duration delay = std::max(*deadline - context_.clock.steady(), Duration{1});
  pilot.timer = server_.loop().after(delay, [this, id = pilot.live.id()] {
    if (OwnedPilot* due = find(id)) due->timer = 0;
    run_if_owned(id, [](ShardGateway& gateway, OwnedPilot* owned) {
      if (owned != nullptr) gateway.commands().expire(*owned);
    });
  });
}

void OwnedPilots::cancel_timer(OwnedPilot& pilot) {
  if (pilot.timer != 0) server_.loop().cancel(std::exchange(pilot.timer, 0));
}

ShardGateway& OwnedPilots::shard_gateway() { return *context_.shards[shard_]; }

}  // namespace waycast::gateway
