#include "tracking/matching/coarse_search.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <tuple>

namespace waycast {
namespace {

constexpr double kKmPerDegree = std::numbers::pi * 6371.0 / 180;
constexpr GeoBox kEarth{.north = 90, .south = -90, .east = 180, .west = -180};

double wrapped(double lng) { return std::remainder(lng, 360.0); }

// Holds every place within `reach_km`.
GeoBox box_around(LatLng at, double reach_km) {
  const double lat_reach = reach_km / kKmPerDegree;
  GeoBox box = kEarth;
  box.north = std::min(90.0, at.lat + lat_reach);
  box.south = std::max(-90.0, at.lat - lat_reach);
  const double farthest_lat = std::max(box.north, -box.south);
  const double lng_reach = lat_reach / std::cos(farthest_lat * std::numbers::pi / 180);
  if (!(lng_reach > 0 && lng_reach < 180)) return box;  // a pole is inside
  box.east = wrapped(at.lng + lng_reach);
  box.west = wrapped(at.lng - lng_reach);
  return box;
}

VehicleTypeId shown_type(const OnlinePilot& pilot, const VehicleTypeId& wanted) {
  if (!wanted.empty() || pilot.vehicles.empty()) return wanted;
  return pilot.vehicles.front().type_id;
}

}  // namespace

std::vector<Dispatch::NearbyCell> coarse_nearest(const FleetIndex& fleet, const CoarseGrid& grid,
                                                 LatLng at, double radius_km,
                                                 const VehicleTypeId& type, std::size_t limit) {
  const LatLng from = grid.centre_of(grid.cell_of(at));
  std::vector<Dispatch::NearbyCell> found;
  fleet.visit_near(box_around(from, radius_km + grid.cell_km()), type,
                   [&](const OnlinePilot& pilot) {
                     const LatLng there = grid.centre_of(grid.cell_of(pilot.position->at));
                     const double km = haversine_km(from, there);
                     if (km <= radius_km) found.push_back({km, shown_type(pilot, type)});
                   });
  std::ranges::sort(found, {}, [](const Dispatch::NearbyCell& one) {
    return std::tie(one.distance_km, one.vehicle_type_id);
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace waycast
