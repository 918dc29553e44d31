// Positions on the Earth: WGS84 degrees, distances in kilometres and metres.
#pragma once

namespace waycast {

struct LatLng {
  double lat = 0;  // degrees, [-90, 90]
  double lng = 0;  // degrees, [-180, 180]

  friend bool operator==(const LatLng&, const LatLng&) = default;
};

bool is_valid(LatLng at);

// Great-circle distance by the haversine formula on a sphere of 6371 km.
double haversine_km(LatLng a, LatLng b);

// A box that may cross the antimeridian (west > east).
struct GeoBox {
  double north = 0;
  double south = 0;
  double east = 0;
  double west = 0;

  bool contains(LatLng at) const;
};

// The same box for a map that was panned around the Earth: `east: 190` is -170, and 360 degrees or
// more are all longitudes. `box` has any finite east and west.
GeoBox with_wrapped_longitudes(GeoBox box);

}  // namespace waycast
