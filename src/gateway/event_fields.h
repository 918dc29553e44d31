// Reads the arguments of events: types and ranges are checked here, once (docs/protocol.md, "Events
// to the server"). Errors are ERR_1001 with the field named.
#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/geo.h"
#include "tracking/live/live_pilot.h"

namespace waycast::gateway {

// A non-empty string field of the first argument, an object: `bookingId`.
Result<std::string> string_field(const boost::json::array& args, std::string_view name);

// `{lat,lng,heading?,speed?,accuracy?,recordedAt?,sentAt?}`. A heading, speed or accuracy out of
// range counts as absent; null is absent. ERR_1001 `Invalid location data`.
Result<Location> location(const boost::json::array& args);

// An array of locations, or an object of it: `{points, sentAt?}`. What is invalid or has no
// recordedAt is in `rejected` (ERR_1001). ERR_1001 if it is neither, or longer than `limit`.
Result<LocationBatch> location_batch(const boost::json::array& args, std::size_t limit);

// `{north,south,east,west}`, or null: nullopt. East and west may go around the Earth.
Result<std::optional<GeoBox>> viewport(const boost::json::array& args);

}  // namespace waycast::gateway
