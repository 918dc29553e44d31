// A deterministic city: a bent street grid of a few thousand segments, with gaps, and the shortest
// way between two crossings.
#pragma once

#include <cstdint>
#include <vector>

#include "base/geo.h"
#include "simulate/random.h"

namespace waycast::simulate {

using Crossing = std::uint32_t;  // index of a crossing

struct CitySettings {
  LatLng centre{12.9716, 77.5946};
  int side = 40;              // crossings along one edge
  double block_metres = 180;  // distance between neighbours, before bending
};

// Immutable after construction.
class City {
 public:
  explicit City(std::uint64_t seed, CitySettings settings = {});

  std::size_t size() const { return crossings_.size(); }
  std::size_t segments() const { return segments_; }
  LatLng at(Crossing crossing) const { return crossings_[crossing]; }
  const std::vector<Crossing>& neighbours(Crossing crossing) const { return streets_[crossing]; }
  Crossing random_crossing(Random& random) const;

  // The shortest way by A*, both ends included. Never empty: every crossing is reachable.
  std::vector<Crossing> way(Crossing from, Crossing to) const;

 private:
  void place_crossings(Random& random, const CitySettings& settings);
  void lay_streets(Random& random, int side);
  void connect(Crossing a, Crossing b);

  std::vector<LatLng> crossings_;
  std::vector<std::vector<Crossing>> streets_;
  std::size_t segments_ = 0;
};

}  // namespace waycast::simulate
