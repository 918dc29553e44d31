// A fixed grid over the Earth whose cells are about so many kilometres wide and high. What is
// computed from the cells of places alone tells no more of a place than its cell, however often it
// is asked and from wherever.
#pragma once

#include <compare>
#include <cstdint>

#include "base/geo.h"

namespace waycast {

struct CoarseCell {
  std::int32_t row = 0;     // from the south pole
  std::int32_t column = 0;  // from the antimeridian eastwards; a row near a pole has few

  friend auto operator<=>(const CoarseCell&, const CoarseCell&) = default;
};

class CoarseGrid {
 public:
  explicit CoarseGrid(double cell_km);

  double cell_km() const { return cell_km_; }
  CoarseCell cell_of(LatLng at) const;
  LatLng centre_of(const CoarseCell& cell) const;

 private:
  double row_centre(std::int32_t row) const;  // degrees
  std::int32_t columns_of(std::int32_t row) const;

  double cell_km_;
  std::int32_t rows_;
};

}  // namespace waycast
