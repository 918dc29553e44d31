#include "tracking/matching/coarse_grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace waycast {
namespace {

constexpr double kHalfMeridianKm = std::numbers::pi * 6371.0;  // from pole to pole

// Which of `count` equal parts of [0, 1] has `share`.
std::int32_t part_of(double share, std::int32_t count) {
  return std::clamp(static_cast<std::int32_t>(share * count), 0, count - 1);
}

}  // namespace

CoarseGrid::CoarseGrid(double cell_km)
    : cell_km_(cell_km),
      rows_(std::max(1, static_cast<std::int32_t>(std::round(kHalfMeridianKm / cell_km)))) {}

CoarseCell CoarseGrid::cell_of(LatLng at) const {
  const auto row = part_of((at.lat + 90) / 180, rows_);
  return {row, part_of((at.lng + 180) / 360, columns_of(row))};
}

LatLng CoarseGrid::centre_of(const CoarseCell& cell) const {
  return {row_centre(cell.row), (cell.column + 0.5) / columns_of(cell.row) * 360 - 180};
}

double CoarseGrid::row_centre(std::int32_t row) const { return (row + 0.5) / rows_ * 180 - 90; }

std::int32_t CoarseGrid::columns_of(std::int32_t row) const {
  const double circle_km = 2 * kHalfMeridianKm * std::cos(row_centre(row) * std::numbers::pi / 180);
  return std::max(1, static_cast<std::int32_t>(std::round(circle_km / cell_km_)));
}

}  // namespace waycast
