// Seeded randomness: the same seed makes the same city, the same pilots and the same choices on
// every machine (the standard distributions differ between libraries, so these are our own).
#pragma once

#include <cstdint>

namespace waycast::simulate {

// SplitMix64. Copyable; each actor has its own, so that the order of events does not change
// anybody's choices.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  // An independent generator for actor `index` of this seed.
  Random fork(std::uint64_t index) const { return Random(mix(state_ ^ mix(index + 1))); }

  std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15ULL); }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  // [0, 1)
  double between(double low, double high) { return low + (high - low) * uniform(); }
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  bool chance(double probability) { return uniform() < probability; }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace waycast::simulate
