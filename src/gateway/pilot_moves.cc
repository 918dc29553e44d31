// How pilots come, move between shards and go.
#include <algorithm>
#include <iterator>
#include <utility>

#include "gateway/booking_channels.h"
#include "gateway/owned_pilots.h"
#include "gateway/pilot_commands.h"
#include "gateway/rooms.h"

namespace waycast::gateway {

using State = OwnedPilot::State;

void OwnedPilots::send(std::uint16_t shard, const PilotId& id, PilotMessage message) const {
  shards_.post(shard, [id, message = std::move(message)](ShardParts& there) mutable {
    there.pilots.receive(id, std::move(message));
  });
}

void OwnedPilots::receive(const PilotId& id, PilotMessage message) {
  std::visit([&](auto& one) { receive(id, std::move(one)); }, message);
}

void OwnedPilots::receive(const PilotId& id, RunCommand message) {
  auto& [command, asker] = message.command;
  if (message.if_unowned == RunCommand::IfUnowned::kDrop) {
    return run_if_owned(id, std::move(command));
  }
  run(id, std::move(command), asker);
}

void OwnedPilots::receive(const PilotId& id, ReadPilot) { load(id); }

void OwnedPilots::acquire(const PilotId& id) {
  const auto before = context_.directory.claim(id, shard_);
  if (before == shard_) return;
  if (find(id) == nullptr) add(id, before ? State::kFromShard : State::kFromStore);
  if (!before) return;
  send(*before, id, HandOver{});
}

void OwnedPilots::receive(const PilotId& id, HandOver) {
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
      send(*owner, id, ReadPilot{});
      break;
    case State::kFromShard:  // the state on its way here finds the owner by itself
      break;
  }
  forward(*pilot, *owner);
  cancel_timer(*pilot);
  pilots_.erase(id);
}

void OwnedPilots::forward(OwnedPilot& pilot, std::uint16_t to) {
  send(to, pilot.live.id(), WaitingArrives{std::move(pilot.waiting), {pilot.came, pilot.left}});
}

void OwnedPilots::receive(const PilotId& id, WaitingArrives message) {
  for (auto& [command, asker] : message.waiting) run(id, std::move(command), asker);
  receive(id, message.sockets);
}

void OwnedPilots::move_out(const PilotId& id, std::uint16_t to) {
  auto node = pilots_.extract(id);
  OwnedPilot& pilot = *node.mapped();
  cancel_timer(pilot);
  pilot.room.reset();
  // What followers here were sent so far; the rest comes from elsewhere.
  if (const auto* sent = pilot.live.numbered_update()) parts().channels.note(*sent);
  send(to, id, PilotArrives{std::move(node.mapped())});
}

void OwnedPilots::receive(const PilotId& id, PilotArrives message) {
  const std::uint16_t owner = context_.directory.claim_if_free(id, shard_);
  if (owner != shard_) return send(owner, id, std::move(message));
  std::unique_ptr<OwnedPilot>& pilot = message.pilot;
  if (OwnedPilot* awaiting = find(id)) {
    if (awaiting->state == State::kReady || awaiting->state == State::kBusy) return;
    cancel_timer(*awaiting);
    std::ranges::move(awaiting->waiting, std::back_inserter(pilot->waiting));
    pilot->clients_waiting += awaiting->clients_waiting;
    pilot->came += awaiting->came;
    pilot->left += awaiting->left;
  }
  hold_room(*pilot);
  pilots_.insert_or_assign(id, std::move(pilot));
  become_ready(id);
}

void OwnedPilots::hold_room(OwnedPilot& pilot) {
  const BookingSpan* active = pilot.live.active_booking();
  if (active == nullptr) return pilot.room.reset();
  pilot.room = sockets_.hold(booking_room(active->id));
  pilot.conflation_key = realtime::conflation_key("location:update", active->id.str());
}

void OwnedPilots::keep_or_forget(const PilotId& id) {
  OwnedPilot* pilot = find_ready(id);
  if (pilot == nullptr || !pilot->waiting.empty()) return;
  const bool is_needed = pilot->live.presence() != Presence::kOffline ||
                         pilot->live.has_sockets() || pilot->live.active_booking();
  if (is_needed) return set_timer(*pilot);
  if (context_.is_restoring.load(std::memory_order_relaxed)) return;
  if (!context_.directory.give_up(id, shard_)) return;  // they are about to be fetched
  cancel_timer(*pilot);
  pilots_.erase(id);
}

void OwnedPilots::keep_or_forget_all() {
  std::vector<PilotId> ids;
  ids.reserve(pilots_.size());
  for (const auto& [id, pilot] : pilots_) ids.push_back(id);
  for (const PilotId& id : ids) keep_or_forget(id);
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
    run_if_owned(id, EndTimeOnline{});
  });
}

void OwnedPilots::cancel_timer(OwnedPilot& pilot) {
  if (pilot.timer != 0) server_.loop().cancel(std::exchange(pilot.timer, 0));
}

}  // namespace waycast::gateway
