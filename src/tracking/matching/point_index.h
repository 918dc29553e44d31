// Numbered points on the sphere, found by distance or by box. A thin owner of an S2PointIndex,
// whose heavy headers stay in the source; poles and the antimeridian are ordinary places to it.
//
// Not thread-safe. The caller remembers where each slot is.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/geo.h"

namespace waycast {

class PointIndex {
 public:
  using Slot = std::uint32_t;
  struct Hit {
    Slot slot = 0;
    double distance_km = 0;
  };

  PointIndex();
  ~PointIndex();
  PointIndex(PointIndex&&) noexcept;
  PointIndex& operator=(PointIndex&&) noexcept;

  void add(Slot slot, LatLng at);
  void remove(Slot slot, LatLng at);  // `at` is where it was added

  // Nearest first, at most `limit`, all within `radius_km`.
  std::vector<Hit> nearest(LatLng at, double radius_km, std::size_t limit) const;
  // The slots in cells that touch the box: all that are inside, and some near its border.
  std::vector<Slot> near_box(const GeoBox& box) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace waycast
