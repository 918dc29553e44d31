// Where the tests of live positions drive: north from one place.
#pragma once

#include "base/geo.h"

namespace waycast::testing {

inline constexpr LatLng kStart{12.9716, 77.5946};

// So many metres north of the start.
inline LatLng north(double metres) { return {kStart.lat + metres / 111'195, kStart.lng}; }

}  // namespace waycast::testing
