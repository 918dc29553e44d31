#include "realtime/broadcast.h"

namespace waycast::realtime {
namespace {

constexpr std::uint64_t kFnvOffset = 0xcbf29ce484222325ULL;
constexpr std::uint64_t kFnvPrime = 0x100000001b3ULL;

std::uint64_t fnv1a(std::string_view text, std::uint64_t hash) {
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= kFnvPrime;
  }
  return hash;
}

}  // namespace

std::uint64_t conflation_key(std::string_view event, std::string_view subject) {
  const std::uint64_t of_event = fnv1a(event, kFnvOffset) * kFnvPrime;  // ends the first text
  const std::uint64_t key = fnv1a(subject, of_event);
  return key == 0 ? 1 : key;
}

}  // namespace waycast::realtime
