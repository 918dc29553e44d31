#include "tracking/matching/waiting_bookings.h"

namespace waycast {
namespace {

LatLng pickup_of(const std::tuple<VehicleTypeId, double, double>& key) {
  return {std::get<1>(key), std::get<2>(key)};
}

}  // namespace

void WaitingBookings::add(const BookingId& booking, const VehicleTypeId& type, LatLng pickup) {
  const auto [it, is_new] = places_of_.try_emplace(booking);
  if (!is_new) return;
  it->second = open({type, pickup.lat, pickup.lng});
  places_[it->second].bookings.insert(booking);
}

WaitingBookings::Slot WaitingBookings::open(const Key& key) {
  const auto [it, is_new] = slots_.try_emplace(key);
  if (!is_new) return it->second;
  if (unused_.empty()) {
    it->second = static_cast<Slot>(places_.size());
    places_.emplace_back();
  } else {
    it->second = unused_.back();
    unused_.pop_back();
  }
  places_[it->second].key = key;
  layers_[std::get<0>(key)].add(it->second, pickup_of(key));
  return it->second;
}

void WaitingBookings::remove(const BookingId& booking) {
  const auto it = places_of_.find(booking);
  if (it == places_of_.end()) return;
  const Slot slot = it->second;
  places_of_.erase(it);
  Place& place = places_[slot];
  place.bookings.erase(booking);
  if (!place.bookings.empty()) return;
  layers_.at(std::get<0>(place.key)).remove(slot, pickup_of(place.key));
  slots_.erase(place.key);
  unused_.push_back(slot);
}

std::vector<BookingId> WaitingBookings::near(LatLng at, double radius_km, const VehicleTypeId& type,
                                             std::size_t limit) const {
  std::vector<BookingId> bookings;
  const auto layer = layers_.find(type);
  if (places_of_.empty() || layer == layers_.end()) return bookings;
  for (const PointIndex::Hit& hit : layer->second.nearest(at, radius_km, limit)) {
    for (const BookingId& booking : places_[hit.slot].bookings) {
      if (bookings.size() == limit) return bookings;
      bookings.push_back(booking);
    }
  }
  return bookings;
}

}  // namespace waycast
