// The bookings that wait for a pilot to appear, found by where a pilot is: the nearest pickups of a
// vehicle type. A pilot who moves costs what is near them, not what waits in the whole country.
//
// Bookings of one pickup and type share a place, so that a thousand from one shop are one point.
// Dispatch loop only.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "base/ids.h"
#include "tracking/matching/point_index.h"

namespace waycast {

class WaitingBookings {
 public:
  // A booking that is here already stays as it is.
  void add(const BookingId& booking, const VehicleTypeId& type, LatLng pickup);
  void remove(const BookingId& booking);
  bool contains(const BookingId& booking) const { return places_of_.contains(booking); }
  std::size_t size() const { return places_of_.size(); }

  // The nearest pickups first, and of one pickup the oldest booking, at most `limit`.
  std::vector<BookingId> near(LatLng at, double radius_km, const VehicleTypeId& type,
                              std::size_t limit) const;

 private:
  using Slot = PointIndex::Slot;
  using Key = std::tuple<VehicleTypeId, double, double>;  // the pickup: latitude, longitude
  struct Place {
    Key key;
    std::set<BookingId> bookings;  // ids order by time
  };

  Slot open(const Key& key);

  std::vector<Place> places_;  // by slot
  std::vector<Slot> unused_;
  std::map<Key, Slot> slots_;
  std::unordered_map<BookingId, Slot> places_of_;
  std::unordered_map<VehicleTypeId, PointIndex> layers_;
};

}  // namespace waycast
