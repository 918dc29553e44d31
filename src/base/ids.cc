#include "base/ids.h"

#include <algorithm>
#include <cstdint>
#include <random>

namespace waycast {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

void append_base32(std::string& out, std::uint64_t value, int digits) {
  const std::size_t at = out.size();
  out.resize(at + static_cast<std::size_t>(digits));
  for (int i = digits - 1; i >= 0; --i, value >>= 5) {
    out[at + static_cast<std::size_t>(i)] = kAlphabet[value & 31];
  }
}

// A time that ten digits cannot hold gets the nearest that they can, so that ids keep the order of
// their times.
void append_with_time(std::string& out, TimePoint at, std::uint64_t high, std::uint64_t low) {
  constexpr std::int64_t kMost = (std::int64_t{1} << 50) - 1;
  const std::int64_t since = std::clamp<std::int64_t>(at.time_since_epoch().count(), 0, kMost);
  append_base32(out, static_cast<std::uint64_t>(since), 10);
  append_base32(out, high, 8);
  append_base32(out, low, 8);
}

// FNV-1a, 64 bit: identity, not security.
std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

std::mt19937_64& generator() {
  thread_local std::mt19937_64 engine = [] {
    std::random_device device;
    std::seed_seq seed{device(), device(), device(), device()};
    return std::mt19937_64(seed);
  }();
  return engine;
}

}  // namespace

std::string new_id(TimePoint now) {
  auto& random = generator();
  std::string id;
  id.reserve(kPointIdSize);
  const std::uint64_t high = random();
  append_with_time(id, now, high, random());
  return id;
}

std::string point_id(std::string_view owner, TimePoint recorded_at) {
  std::string id;
  id.reserve(kPointIdSize);
  append_point_id(id, owner, recorded_at);
  return id;
}

void append_point_id(std::string& out, std::string_view owner, TimePoint recorded_at) {
  append_with_time(out, recorded_at, fnv1a(owner, 0xcbf29ce484222325ULL),
                   fnv1a(owner, 0x9ae16a3b2f90404fULL));
}

}  // namespace waycast
