// Who is near, for those who may not know where: the place asked for and every pilot count as
// standing in the middle of their cells, before anything is measured, left out or put in order.
// Pilots of the same cell and type cannot be told apart by any radius, limit or order.
#pragma once

#include <cstddef>
#include <vector>

#include "tracking/matching/coarse_grid.h"
#include "tracking/matching/fleet_index.h"
#include "tracking/ports/dispatch.h"

namespace waycast {

// Nearest first, then by type, at most `limit`. An empty `type` means any vehicle, or none.
std::vector<Dispatch::NearbyCell> coarse_nearest(const FleetIndex& fleet, const CoarseGrid& grid,
                                                 LatLng at, double radius_km,
                                                 const VehicleTypeId& type, std::size_t limit);

}  // namespace waycast
