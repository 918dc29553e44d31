#include "tracking/matching/fleet_index.h"

#include <algorithm>

namespace waycast {
namespace {

// Updates may cross while a pilot moves between shards, by no more than this. What seems older was
// recorded after the server's clock was set back.
constexpr Duration kLate{60'000};

bool is_late(const FleetPosition& position, const FleetPosition& known) {
  return position.timestamp < known.timestamp && known.timestamp - position.timestamp <= kLate;
}

}  // namespace

const FleetVehicle* OnlinePilot::vehicle_of(const VehicleTypeId& type) const {
  const auto it = std::ranges::find(vehicles, type, &FleetVehicle::type_id);
  return it == vehicles.end() ? nullptr : &*it;
}

void FleetIndex::put(OnlinePilot pilot) {
  remove(pilot.id);
  Slot slot = static_cast<Slot>(pilots_.size());
  if (unused_.empty()) {
    pilots_.emplace_back();
  } else {
    slot = unused_.back();
    unused_.pop_back();
  }
  slots_[pilot.id] = slot;
  pilots_[slot] = std::move(pilot);
  place(slot);
}

void FleetIndex::remove(const PilotId& id) {
  const auto it = slots_.find(id);
  if (it == slots_.end()) return;
  displace(it->second);
  pilots_[it->second] = {};
  unused_.push_back(it->second);
  slots_.erase(it);
}

bool FleetIndex::move(const FleetPosition& to) {
  const auto it = slots_.find(to.pilot_id);
  if (it == slots_.end()) return false;
  OnlinePilot& pilot = pilots_[it->second];
  if (pilot.position && is_late(to, *pilot.position)) return false;
  const bool same_place = pilot.position && pilot.position->at == to.at;
  if (!same_place) displace(it->second);
  pilot.position = to;
  if (!same_place) place(it->second);
  return true;
}

const OnlinePilot* FleetIndex::find(const PilotId& id) const {
  const auto it = slots_.find(id);
  return it == slots_.end() ? nullptr : &pilots_[it->second];
}

std::vector<FleetIndex::Found> FleetIndex::nearest(LatLng at, double radius_km,
                                                   const VehicleTypeId& type, Among among,
                                                   std::size_t limit) const {
  std::vector<Found> found;
  const auto it = layers_.find(type);
  if (it == layers_.end()) return found;
  if (among != Among::kNotFree) append_hits(found, it->second.free, at, radius_km, limit);
  if (among != Among::kFree) append_hits(found, it->second.not_free, at, radius_km, limit);
  if (among == Among::kAll) std::ranges::sort(found, {}, &Found::distance_km);
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::vector<FleetPosition> FleetIndex::inside(const GeoBox& box) const {
  std::vector<FleetPosition> positions;
  visit_near(box, VehicleTypeId{}, [&](const OnlinePilot& pilot) {
    if (!box.contains(pilot.position->at)) return;
    positions.push_back(*pilot.position);
    positions.back().on_booking = pilot.is_busy;
  });
  return positions;
}

template <class Visit>
void FleetIndex::for_each_layer(const OnlinePilot& pilot, Visit visit) {
  const auto pick = [&](const VehicleTypeId& type) -> PointIndex& {
    Layers& layers = layers_[type];
    return pilot.is_free() ? layers.free : layers.not_free;
  };
  visit(pick(VehicleTypeId{}));
  for (auto it = pilot.vehicles.begin(); it != pilot.vehicles.end(); ++it) {
    const bool is_repeated =
        std::any_of(pilot.vehicles.begin(), it,
                    [&](const FleetVehicle& other) { return other.type_id == it->type_id; });
    if (!is_repeated) visit(pick(it->type_id));
  }
}

void FleetIndex::place(Slot slot) {
  const OnlinePilot& pilot = pilots_[slot];
  if (!pilot.position) return;
  for_each_layer(pilot, [&](PointIndex& layer) { layer.add(slot, pilot.position->at); });
}

void FleetIndex::displace(Slot slot) {
  const OnlinePilot& pilot = pilots_[slot];
  if (!pilot.position) return;
  for_each_layer(pilot, [&](PointIndex& layer) { layer.remove(slot, pilot.position->at); });
}

void FleetIndex::append_hits(std::vector<Found>& found, const PointIndex& layer, LatLng at,
                             double radius_km, std::size_t limit) const {
  for (const PointIndex::Hit& hit : layer.nearest(at, radius_km, limit)) {
    found.push_back({&pilots_[hit.slot], hit.distance_km});
  }
}

}  // namespace waycast
