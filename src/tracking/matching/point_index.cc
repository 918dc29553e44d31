#include "tracking/matching/point_index.h"

#include <algorithm>

// S2 compares signed with unsigned in its own headers.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <s2/s2closest_point_query.h>
#include <s2/s2latlng.h>
#include <s2/s2latlng_rect.h>
#include <s2/s2point_index.h>
#include <s2/s2region_coverer.h>
#pragma GCC diagnostic pop

namespace waycast {
namespace {

constexpr double kEarthRadiusKm = 6371.0;   // as in haversine_km
constexpr double kSearchMargin = 1 + 1e-9;  // S2 rounds; the exact test is ours
constexpr double kBoxMarginDegrees = 1e-9;
constexpr int kCellsPerBox = 16;

S2Point to_point(LatLng at) { return S2LatLng::FromDegrees(at.lat, at.lng).ToPoint(); }

S2LatLngRect to_rect(const GeoBox& box) {
  const auto low = S2LatLng::FromDegrees(box.south, box.west).Normalized();
  const auto high = S2LatLng::FromDegrees(box.north, box.east).Normalized();
  if (box.east - box.west >= 360) {
    return {R1Interval(low.lat().radians(), high.lat().radians()), S1Interval::Full()};
  }
  const auto margin = S2LatLng::FromDegrees(kBoxMarginDegrees, kBoxMarginDegrees);
  return S2LatLngRect(low, high).Expanded(margin);
}

}  // namespace

struct PointIndex::Impl {
  S2PointIndex<Slot> points;
};

PointIndex::PointIndex() : impl_(std::make_unique<Impl>()) {}
PointIndex::~PointIndex() = default;
PointIndex::PointIndex(PointIndex&&) noexcept = default;
PointIndex& PointIndex::operator=(PointIndex&&) noexcept = default;

void PointIndex::add(Slot slot, LatLng at) { impl_->points.Add(to_point(at), slot); }
void PointIndex::remove(Slot slot, LatLng at) { impl_->points.Remove(to_point(at), slot); }

std::vector<PointIndex::Hit> PointIndex::nearest(LatLng at, double radius_km,
                                                 std::size_t limit) const {
  if (limit == 0 || radius_km < 0) return {};
  S2ClosestPointQuery<Slot> query(&impl_->points);
  query.mutable_options()->set_max_results(static_cast<int>(limit));
  const double radians = std::min(radius_km / kEarthRadiusKm * kSearchMargin, M_PI);
  query.mutable_options()->set_inclusive_max_distance(S1Angle::Radians(radians));
  S2ClosestPointQuery<Slot>::PointTarget target(to_point(at));

  std::vector<Hit> hits;
  for (const auto& result : query.FindClosestPoints(&target)) {
    const S2LatLng place(result.point());
    const double km = haversine_km(at, {place.lat().degrees(), place.lng().degrees()});
    if (km <= radius_km * kSearchMargin) hits.push_back({result.data(), km});
  }
  return hits;
}

std::vector<PointIndex::Slot> PointIndex::near_box(const GeoBox& box) const {
  S2RegionCoverer coverer;
  coverer.mutable_options()->set_max_cells(kCellsPerBox);
  std::vector<Slot> slots;
  S2PointIndex<Slot>::Iterator place(&impl_->points);
  const S2CellUnion covering = coverer.GetCovering(to_rect(box));
  for (const S2CellId cell : covering.cell_ids()) {
    for (place.Seek(cell.range_min()); !place.done() && place.id() <= cell.range_max();
         place.Next()) {
      slots.push_back(place.data());
    }
  }
  return slots;
}

}  // namespace waycast
