// Tells bodies apart, the same way in every process and version: ETags and repeated requests. Not
// against somebody who looks for collisions.
#pragma once

#include <cstdint>
#include <string_view>

namespace waycast::api {

// FNV-1a, 64 bits.
constexpr std::uint64_t content_hash(std::string_view body) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : body) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

}  // namespace waycast::api
