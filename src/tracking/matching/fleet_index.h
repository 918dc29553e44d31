// The online pilots and where they are: answers "who is near" for matching and for REST, and "who
// is in this box" for the live map.
//
// Each pilot stands in one spatial index per vehicle type they may drive, apart by whether they are
// free to be offered a booking, so that a search among the free is not slowed by the busy. Dispatch
// loop only.
#pragma once

#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "tracking/matching/point_index.h"
#include "tracking/ports/events.h"

namespace waycast {

struct FleetVehicle {
  VehicleId id;
  VehicleTypeId type_id;
};

struct OnlinePilot {
  PilotId id;
  std::vector<FleetVehicle> vehicles;  // active and verified
  bool is_approved = false;
  bool is_busy = false;    // has an active booking
  bool has_offer = false;  // a pending one
  double rating = 0;
  int deliveries = 0;
  int offers_received = 0, offers_accepted = 0;
  std::optional<FleetPosition> position;  // newest

  bool is_free() const { return is_approved && !is_busy && !has_offer; }
  const FleetVehicle* vehicle_of(const VehicleTypeId& type) const;  // null: none
};

class FleetIndex {
 public:
  enum class Among { kFree, kNotFree, kAll };
  struct Found {
    const OnlinePilot* pilot = nullptr;  // valid until the next change
    double distance_km = 0;
  };

  void put(OnlinePilot pilot);  // adds or replaces
  void remove(const PilotId& id);
  // Both ignore pilots that are not online; a position older than the known one is ignored.
  // True: the pilot is known and has moved.
  bool move(const FleetPosition& to);
  // `change(OnlinePilot&)` may change anything but the id and the position.
  template <class Change>
  void update(const PilotId& id, Change change);

  const OnlinePilot* find(const PilotId& id) const;
  std::size_t size() const { return slots_.size(); }

  // Nearest first, at most `limit`. An empty `type` means any vehicle, or none.
  std::vector<Found> nearest(LatLng at, double radius_km, const VehicleTypeId& type, Among among,
                             std::size_t limit) const;
  std::vector<FleetPosition> inside(const GeoBox& box) const;
  // Calls `visit(const OnlinePilot&)` for all inside the box, and some near its border.
  template <class Visit>
  void visit_near(const GeoBox& box, const VehicleTypeId& type, Visit visit) const;

 private:
  using Slot = PointIndex::Slot;
  struct Layers {
    PointIndex free, not_free;
  };

  void place(Slot slot);
  void displace(Slot slot);
  template <class Visit>
  void for_each_layer(const OnlinePilot& pilot, Visit visit);
  void append_hits(std::vector<Found>& found, const PointIndex& layer, LatLng at, double radius_km,
                   std::size_t limit) const;

  std::deque<OnlinePilot> pilots_;  // by slot
  std::vector<Slot> unused_;
  std::unordered_map<PilotId, Slot> slots_;
  std::unordered_map<VehicleTypeId, Layers> layers_;  // the empty type: everybody
};

template <class Visit>
void FleetIndex::visit_near(const GeoBox& box, const VehicleTypeId& type, Visit visit) const {
  const auto it = layers_.find(type);
  if (it == layers_.end()) return;
  for (const PointIndex* layer : {&it->second.free, &it->second.not_free}) {
    for (const Slot slot : layer->near_box(box)) visit(pilots_[slot]);
  }
}

template <class Change>
void FleetIndex::update(const PilotId& id, Change change) {
  const auto it = slots_.find(id);
  if (it == slots_.end()) return;
  displace(it->second);
  change(pilots_[it->second]);
  place(it->second);
}

}  // namespace waycast
