#include "base/geo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace waycast {

bool is_valid(LatLng at) {
  return std::isfinite(at.lat) && std::isfinite(at.lng) && std::abs(at.lat) <= 90 &&
         std::abs(at.lng) <= 180;
}

double haversine_km(LatLng a, LatLng b) {
  constexpr double kEarthRadiusKm = 6371.0;
  constexpr double kRadians = std::numbers::pi / 180;
  const double sin_lat = std::sin((b.lat - a.lat) * kRadians / 2);
  const double sin_lng = std::sin((b.lng - a.lng) * kRadians / 2);
  const double h = sin_lat * sin_lat +
                   std::cos(a.lat * kRadians) * std::cos(b.lat * kRadians) * sin_lng * sin_lng;
  return 2 * kEarthRadiusKm * std::asin(std::min(1.0, std::sqrt(h)));
}

bool GeoBox::contains(LatLng at) const {
  if (at.lat > north || at.lat < south) return false;
  return west <= east ? (at.lng >= west && at.lng <= east) : (at.lng >= west || at.lng <= east);
}

GeoBox with_wrapped_longitudes(GeoBox box) {
  const auto wrapped = [](double lng) {
    return std::abs(lng) <= 180 ? lng : std::remainder(lng, 360.0);
  };
  const bool is_whole = box.east - box.west >= 360;
  box.west = is_whole ? -180 : wrapped(box.west);
  box.east = is_whole ? 180 : wrapped(box.east);
  return box;
}

}  // namespace waycast
