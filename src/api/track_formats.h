// A delivery's history for maps and GPS tools.
#pragma once

#include <string>
#include <vector>

#include "tracking/entities.h"

namespace waycast::api {

// RFC 7946: one LineString of the points in their order, with their times, and a Point for pickup
// and drop. Flagged points are left out. A way over +-180 degrees is cut there and becomes a
// MultiLineString, with times in lists likewise.
std::string geojson(const BookingDetails& booking, const std::vector<HistoryEntry>& track);

// GPX 1.1, valid by its schema: one track of one segment.
std::string gpx(const BookingDetails& booking, const std::vector<HistoryEntry>& track);

}  // namespace waycast::api
