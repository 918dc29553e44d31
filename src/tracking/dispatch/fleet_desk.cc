#include "tracking/dispatch/fleet_desk.h"

#include <algorithm>

namespace waycast {
namespace {

std::optional<FleetPosition> stored_position(const Pilot& pilot) {
  if (!pilot.current || !pilot.last_location_at) return std::nullopt;
  return FleetPosition{
      .pilot_id = pilot.id, .at = *pilot.current, .timestamp = *pilot.last_location_at};
}

std::optional<FleetPosition> newer(const std::optional<FleetPosition>& a,
                                   const std::optional<FleetPosition>& b) {
  if (!a || !b) return a ? a : b;
  return a->timestamp >= b->timestamp ? a : b;
}

OnlinePilot online_pilot(const FleetPilot& row) {
  OnlinePilot pilot;
  pilot.id = row.pilot.id;
  for (const Vehicle& vehicle : row.vehicles) {
    pilot.vehicles.push_back({vehicle.id, vehicle.vehicle_type_id});
  }
  pilot.is_approved = row.pilot.status == PilotStatus::kApproved && !row.pilot.is_suspended();
  pilot.rating = row.pilot.rating;
  pilot.deliveries = row.pilot.total_deliveries;
  pilot.offers_received = row.offers_received;
  pilot.offers_accepted = row.offers_accepted;
  pilot.position = stored_position(row.pilot);
  return pilot;
}

}  // namespace

void FleetDesk::resume(const std::vector<FleetPilot>& online) {
  for (const FleetPilot& row : online) {
    online_[row.pilot.id] = {};
    enter(row);
  }
  count_online();
}

void FleetDesk::pilot_online(const PilotId& id) {
  online_.try_emplace(id);
  count_online();
  read(id);
}

void FleetDesk::pilot_offline(const PilotId& id) {
  online_.erase(id);
  core_.fleet.remove(id);
  count_online();
  offers_.withdraw_from(id);
}

void FleetDesk::pilot_changed(const PilotId& id) {
  if (online_.contains(id)) read(id);
}

void FleetDesk::positions(const std::vector<FleetPosition>& batch) {
  for (const FleetPosition& position : batch) {
    if (core_.fleet.move(position)) {
      matchmaker_.pilot_appeared(position.pilot_id);
    } else if (const auto it = online_.find(position.pilot_id); it != online_.end()) {
      it->second.waiting = newer(position, it->second.waiting);
    }
  }
}

void FleetDesk::read(const PilotId& id) {
  const std::uint64_t number = online_[id].last_read = ++reads_;
  core_.store.read(
      core_.loop, [id](StoreReads& reads) { return reads.fleet_pilot(id); },
      [this, id, number](Result<std::optional<FleetPilot>> row) {
        const auto it = online_.find(id);
        if (it == online_.end() || it->second.last_read != number) return;
        if (!row) {
          core_.loop.after(core_.settings.storage_retry, [this, id] { pilot_changed(id); });
        } else if (*row) {
          enter(**row);
        }
      });
}

void FleetDesk::enter(const FleetPilot& row) {
  OnlinePilot pilot = online_pilot(row);
  const PilotId id = pilot.id;
  Presence& presence = online_[id];
  pilot.position = newer(presence.waiting, pilot.position);
  presence.waiting.reset();
  if (const OnlinePilot* known = core_.fleet.find(id)) {
    pilot.position = newer(known->position, pilot.position);
    // They only grow, and may have grown since the row was read.
    pilot.deliveries = std::max(known->deliveries, pilot.deliveries);
    pilot.offers_received = std::max(known->offers_received, pilot.offers_received);
    pilot.offers_accepted = std::max(known->offers_accepted, pilot.offers_accepted);
  }
  pilot.is_busy = core_.bookings.is_busy(id);
  pilot.has_offer = core_.offers.has_offer(id);
  const bool may_take_offers = pilot.is_approved && !pilot.vehicles.empty();
  core_.fleet.put(std::move(pilot));
  if (!may_take_offers) offers_.withdraw_from(id);
  matchmaker_.pilot_appeared(id);
}

void FleetDesk::count_online() {
  core_.stats.update([this](StatsBook& book) { book.pilots_online(online_.size()); });
}

}  // namespace waycast
