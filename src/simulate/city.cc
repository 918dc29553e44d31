#include "simulate/city.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <queue>
#include <utility>

namespace waycast::simulate {
namespace {

constexpr double kMetresPerDegree = 111'195;

LatLng offset(LatLng from, double north_metres, double east_metres) {
  const double shrink = std::cos(from.lat * std::numbers::pi / 180);
  return {from.lat + north_metres / kMetresPerDegree,
          from.lng + east_metres / (kMetresPerDegree * shrink)};
}

}  // namespace

City::City(std::uint64_t seed, CitySettings settings) {
  Random random(seed);
  place_crossings(random, settings);
  lay_streets(random, settings.side);
}

void City::place_crossings(Random& random, const CitySettings& settings) {
  const double half = settings.block_metres * (settings.side - 1) / 2;
  const double bend = settings.block_metres * 0.22;
  for (int row = 0; row < settings.side; ++row) {
    for (int column = 0; column < settings.side; ++column) {
      const double north = row * settings.block_metres - half + random.between(-bend, bend);
      const double east = column * settings.block_metres - half + random.between(-bend, bend);
      crossings_.push_back(offset(settings.centre, north, east));
    }
  }
  streets_.resize(crossings_.size());
}

// Every row has all its streets; one avenue in four, and the outer two, cross all rows; of the
// other connections one in eight is missing. So everything stays reachable.
void City::lay_streets(Random& random, int side) {
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const auto here = static_cast<Crossing>(row * side + column);
      if (column + 1 < side) connect(here, here + 1);
      const bool avenue = column % 4 == 0 || column + 1 == side;
      if (row + 1 < side && (avenue || !random.chance(0.125))) {
        connect(here, here + static_cast<Crossing>(side));
      }
    }
  }
}

void City::connect(Crossing a, Crossing b) {
  streets_[a].push_back(b);
  streets_[b].push_back(a);
  ++segments_;
}

Crossing City::random_crossing(Random& random) const {
  return static_cast<Crossing>(random.below(crossings_.size()));
}

std::vector<Crossing> City::way(Crossing from, Crossing to) const {
  using Entry = std::pair<double, Crossing>;  // estimated whole length, crossing
  std::vector<double> best(crossings_.size(), std::numeric_limits<double>::infinity());
  std::vector<Crossing> came_from(crossings_.size(), from);
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  best[from] = 0;
  open.emplace(0, from);
  while (!open.empty() && open.top().second != to) {
    const Crossing here = open.top().second;
    open.pop();
    for (const Crossing next : streets_[here]) {
      const double length = best[here] + haversine_km(at(here), at(next));
      if (length >= best[next]) continue;
      best[next] = length;
      came_from[next] = here;
      open.emplace(length + haversine_km(at(next), at(to)), next);
    }
  }
  std::vector<Crossing> way{to};
  while (way.back() != from) way.push_back(came_from[way.back()]);
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace waycast::simulate
