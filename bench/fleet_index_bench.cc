// Nearby search among 100,000 online pilots of one city. The bar: under 1 ms.
#include <benchmark/benchmark.h>

#include <random>

#include "tracking/matching/fleet_index.h"

namespace waycast {
namespace {

constexpr int kPilots = 100'000;
const VehicleTypeId kBike("bike");

FleetIndex city() {
  std::mt19937_64 random(1);
  std::normal_distribution<double> lat(12.97, 0.1), lng(77.59, 0.1);
  FleetIndex fleet;
  for (int i = 0; i < kPilots; ++i) {
    OnlinePilot pilot;
    pilot.id = PilotId("pilot-" + std::to_string(i));
    pilot.is_approved = true;
    pilot.is_busy = i % 3 == 0;
    pilot.vehicles = {{VehicleId("v"), kBike}};
    pilot.position = FleetPosition{.pilot_id = pilot.id, .at = {lat(random), lng(random)}};
    fleet.put(std::move(pilot));
  }
  return fleet;
}

void nearby(benchmark::State& state) {
  const FleetIndex fleet = city();
  const auto limit = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        fleet.nearest({12.97, 77.59}, 5, kBike, FleetIndex::Among::kFree, limit));
  }
}
BENCHMARK(nearby)->Arg(20)->Arg(200)->Unit(benchmark::kMicrosecond);

void move(benchmark::State& state) {
  FleetIndex fleet = city();
  int i = 0;
  for (auto _ : state) {
    i = (i + 7919) % kPilots;
    fleet.move({.pilot_id = PilotId("pilot-" + std::to_string(i)),
                .at = {12.9 + (i % 1000) * 1e-4, 77.5}});
  }
}
BENCHMARK(move)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace waycast

BENCHMARK_MAIN();
