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

void OwnedPilots::acquire(const PilotId& id) {
  const auto before = context_.directory.claim(id, shard_);
  if (before == shard_) return;
  if (find(id) == nullptr) add(id, before ? State::kFromShard : State::kFromStore);
  if (!before) return;
  shards_.post(*before, [id](ShardParts& there) { there.pilots.relinquish(id); });
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
      shards_.post(*owner, [id](ShardParts& there) { there.pilots.load(id); });
      break;
    case State::kFromShard:  // the state on its way here finds the owner by itself
      break;
  }
  forward(*pilot, *owner);
  cancel_timer(*pilot);
  pilots_.erase(id);
}

void OwnedPilots::forward(OwnedPilot& pilot, std::uint16_t to) {
  shards_.post(to, [id = pilot.live.id(), waiting = std::move(pilot.waiting), came = pilot.came,
                    left = pilot.left](ShardParts& there) mutable {
    for (auto& [command, asker] : waiting) there.pilots.run(id, std::move(command), asker);
    there.pilots.count_sockets(id, came, left);
  });
}

void OwnedPilots::move_out(const PilotId& id, std::uint16_t to) {
  auto node = pilots_.extract(id);
  OwnedPilot& pilot = *node.mapped();
  cancel_timer(pilot);
  pilot.room.reset();
  // What followers here were sent so far; the rest comes from elsewhere.
  if (const auto* sent = pilot.live.numbered_update()) parts().channels.note(*sent);
  shards_.post(to, [moved = std::move(node.mapped())](ShardParts& there) mutable {
    there.pilots.receive(std::move(moved));
  });
}

void OwnedPilots::receive(std::unique_ptr<OwnedPilot> pilot) {
  const PilotId id = pilot->live.id();
  const std::uint16_t owner = context_.directory.claim_if_free(id, shard_);
  if (owner != shard_) {
    shards_.post(owner, [pilot = std::move(pilot)](ShardParts& there) mutable {
      there.pilots.receive(std::move(pilot));
    });
    return;
  }
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
    run_if_owned(id, [](ShardParts& there, FoundPilot owned) {
      if (owned) there.commands.expire(**owned);
    });
  });
}

void OwnedPilots::cancel_timer(OwnedPilot& pilot) {
  if (pilot.timer != 0) server_.loop().cancel(std::exchange(pilot.timer, 0));
}

}  // namespace waycast::gateway
