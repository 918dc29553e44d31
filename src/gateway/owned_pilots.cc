// How commands find their pilot: at once, after waiting, or on another shard.
#include "gateway/owned_pilots.h"

#include <algorithm>
#include <utility>

#include "gateway/counters.h"
#include "gateway/pilot_commands.h"

namespace waycast::gateway {

using State = OwnedPilot::State;

namespace {

constexpr Duration kStoreIsLate{1'000};  // then an overfull queue is not its sender's fault
constexpr Duration kLoadAgain{1'000};    // a pilot with sockets, after the store failed

Presence stored_presence(const PrincipalSnapshot& snapshot) {
  if (snapshot.is_stale) return Presence::kStale;
  const bool is_online = snapshot.pilot && snapshot.pilot->is_online;
  return is_online ? Presence::kOnline : Presence::kOffline;
}

}  // namespace

OwnedPilots::OwnedPilots(Context& context, const Shards& shards, realtime::ShardServer& server)
    : context_(context),
      shards_(shards),
      server_(server),
      sockets_(server.of("/")),
      shard_(server.shard()) {}

OwnedPilot* OwnedPilots::find(const PilotId& id) {
  const auto found = pilots_.find(id);
  return found == pilots_.end() ? nullptr : found->second.get();
}

OwnedPilot* OwnedPilots::find_ready(const PilotId& id) {
  OwnedPilot* pilot = find(id);
  return pilot != nullptr && pilot->state == State::kReady ? pilot : nullptr;
}

const OwnedPilot* OwnedPilots::find_here(const PilotId& id) const {
  const auto found = pilots_.find(id);
  if (found == pilots_.end()) return nullptr;
  const State state = found->second->state;
  return state == State::kReady || state == State::kBusy ? found->second.get() : nullptr;
}

OwnedPilot& OwnedPilots::add(const PilotId& id, State state) {
  auto pilot = std::make_unique<OwnedPilot>(LivePilot(id, context_.settings));
  set_state(*pilot, state);
  return *pilots_.insert_or_assign(id, std::move(pilot)).first->second;
}

void OwnedPilots::set_state(OwnedPilot& pilot, State state) {
  pilot.state = state;
  pilot.waits_since = context_.clock.steady();
}

void OwnedPilots::run(const PilotId& id, PilotCommand command, Asker asker) {
  if (OwnedPilot* pilot = find(id)) return run_here(*pilot, std::move(command), asker);
  const std::uint16_t owner = context_.directory.claim_if_free(id, shard_);
  if (owner != shard_) {
    return send(owner, id, RunCommand{{std::move(command), asker}});
  }
  run_here(add(id, State::kFromStore), std::move(command), asker);
  load(id);
}

void OwnedPilots::run_here(OwnedPilot& pilot, PilotCommand command, Asker asker) {
  const PilotId id = pilot.live.id();
  const bool is_question = asker == Asker::kQuestion && find_here(id) != nullptr;
  if (is_question || (pilot.state == State::kReady && pilot.waiting.empty())) {
    parts().commands.run(std::move(command), &pilot);
    return keep_or_forget(id);
  }
  if (asker == Asker::kClient) {
    if (pilot.clients_waiting >= context_.settings.max_pilot_commands) {
      parts().counters.commands_refused.add();
      return parts().commands.run(std::move(command), std::unexpected(refusal(pilot)));
    }
    ++pilot.clients_waiting;
  }
  pilot.waiting.push_back({std::move(command), asker});
}

Code OwnedPilots::refusal(const OwnedPilot& pilot) const {
  const bool is_late = context_.clock.steady() - pilot.waits_since >= kStoreIsLate;
  return is_late ? Code::kUnavailable : Code::kRateLimit;
}

void OwnedPilots::run_if_owned(const PilotId& id, PilotCommand command) {
  if (OwnedPilot* pilot = find(id)) return run_here(*pilot, std::move(command), Asker::kServer);
  const auto owner = context_.directory.owner(id);
  if (!owner || *owner == shard_) return;
  using enum RunCommand::IfUnowned;
  send(*owner, id, RunCommand{{std::move(command), Asker::kServer}, kDrop});
}

void OwnedPilots::attach(const PilotId& id) {
  acquire(id);
  receive(id, SocketsCounted{.came = 1, .left = 0});
}

void OwnedPilots::receive(const PilotId& id, const SocketsCounted& message) {
  if (OwnedPilot* pilot = find(id)) {
    pilot->came += message.came;
    pilot->left += message.left;
    count_sockets(*pilot);
    return keep_or_forget(id);
  }
  const auto owner = context_.directory.owner(id);
  if (!owner || *owner == shard_) return;
  send(*owner, id, message);
}

void OwnedPilots::count_sockets(OwnedPilot& pilot) {
  if (pilot.state != State::kReady && pilot.state != State::kBusy) return;
  for (; pilot.came > 0; --pilot.came) pilot.live.attach_socket();
  if (pilot.state == State::kBusy || !pilot.waiting.empty()) return;
  for (; pilot.left > 0; --pilot.left) pilot.live.detach_socket(Moment::of(context_.clock));
}

// The pilot may have moved on before this came: whoever awaits them has to read.
void OwnedPilots::load(const PilotId& id) {
  OwnedPilot* pilot = find(id);
  if (pilot == nullptr) {
    const auto owner = context_.directory.owner(id);
    if (!owner || *owner == shard_) return;
    return send(*owner, id, ReadPilot{});
  }
  if (find_here(id) != nullptr) return;
  if (pilot->state == State::kFromShard) set_state(*pilot, State::kFromStore);
  const Principal who{.role = Role::kPilot, .id = id.str(), .name = {}, .expires_at = {}};
  context_.store.read(
      server_.loop(),
      [who, now = context_.clock.now(), keep = context_.settings.keep_subscriptions](
          StoreReads& reads) { return reads.principal(who, now, keep); },
      [this, id](Result<PrincipalSnapshot> snapshot) { loaded(id, snapshot); });
}

void OwnedPilots::loaded(const PilotId& id, const Result<PrincipalSnapshot>& snapshot) {
  OwnedPilot* pilot = find(id);
  if (pilot == nullptr || pilot->state != State::kFromStore) return keep_or_forget(id);
  if (!snapshot) return fail_waiting(id);
  cancel_timer(*pilot);
  pilot->live.load(stored_presence(*snapshot), Moment::of(context_.clock));
  know(*pilot, *snapshot);
  become_ready(id);
}

void OwnedPilots::restore(const PilotId& id, const PrincipalSnapshot& snapshot) {
  if (context_.directory.claim_if_free(id, shard_) != shard_ || find(id)) return;
  OwnedPilot& pilot = add(id, State::kReady);
  const Moment now = Moment::of(context_.clock);
  pilot.live.load(Presence::kOnline, now);
  know(pilot, snapshot);
  pilot.live.start_grace(now);
  keep_or_forget(id);
}

void OwnedPilots::know(OwnedPilot& pilot, const PrincipalSnapshot& snapshot) {
  if (const auto& last = snapshot.last_position) {
    pilot.live.seed(last->at, last->recorded_at, last->booking_id);
  }
  for (const Booking& booking : snapshot.active_bookings) booking_is(pilot, booking);
  for (const StoredPosition& position : snapshot.booking_positions) pilot.live.know(position);
}

// What the sockets are told now; that they are there is not forgotten.
void OwnedPilots::fail_waiting(const PilotId& id) {
  OwnedPilot& pilot = *find(id);
  auto waiting = std::exchange(pilot.waiting, {});
  pilot.clients_waiting = 0;
  pilot.came > pilot.left ? load_later(pilot) : forget_unread(id);
  for (auto& [command, asker] : waiting) {
    parts().commands.run(std::move(command), std::unexpected(Code::kDatabase));
  }
}

void OwnedPilots::load_later(OwnedPilot& pilot) {
  cancel_timer(pilot);
  pilot.timer = server_.loop().after(kLoadAgain, [this, id = pilot.live.id()] {
    OwnedPilot* unread = find(id);
    if (unread == nullptr || unread->state != State::kFromStore) return;
    unread->timer = 0;
    const bool is_needed = unread->came > unread->left || !unread->waiting.empty();
    is_needed ? load(id) : forget_unread(id);
  });
}

void OwnedPilots::forget_unread(const PilotId& id) {
  cancel_timer(*find(id));
  pilots_.erase(id);
  if (context_.directory.give_up(id, shard_)) return;
  // Somebody else waits for this state: they have to read it themselves.
  load(id);
}

void OwnedPilots::end_busy(const PilotId& id) {
  if (find(id) != nullptr) become_ready(id);
}

void OwnedPilots::become_ready(const PilotId& id) {
  OwnedPilot* pilot = find(id);
  set_state(*pilot, State::kReady);
  if (std::exchange(pilot->is_leaving, false) && context_.directory.owner(id) != shard_) {
    return receive(id, HandOver{});
  }
  count_sockets(*pilot);
  run_waiting(id);
  if (OwnedPilot* ready = find_ready(id)) count_sockets(*ready);
  keep_or_forget(id);
}

// Until one makes the pilot busy again: the rest goes on waiting, before what is newer.
void OwnedPilots::run_waiting(const PilotId& id) {
  OwnedPilot* pilot = find_ready(id);
  for (; pilot != nullptr && !pilot->waiting.empty(); pilot = find_ready(id)) {
    WaitingCommand next = std::move(pilot->waiting.front());
    pilot->waiting.erase(pilot->waiting.begin());
    if (next.asker == Asker::kClient) --pilot->clients_waiting;
    parts().commands.run(std::move(next.command), pilot);
  }
}

void OwnedPilots::booking_is(OwnedPilot& pilot, const Booking& booking) {
  pilot.live.booking_is(booking, Moment::of(context_.clock));
  hold_room(pilot);
}

}  // namespace waycast::gateway
