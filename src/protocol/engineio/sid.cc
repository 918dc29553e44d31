#include "protocol/engineio/sid.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace waycast::engineio {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string new_sid(std::size_t shard) {
  std::array<unsigned char, kSidSize - 2> random;
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error("no randomness for session ids");
  }
  std::string sid{kAlphabet[shard / 64 % 64], kAlphabet[shard % 64]};
  sid.reserve(kSidSize);
  for (const unsigned char byte : random) sid += kAlphabet[byte % 64];
  return sid;
}

std::optional<std::size_t> shard_of(std::string_view sid) {
  if (sid.size() != kSidSize) return std::nullopt;
  const auto unknown = [](char c) { return kAlphabet.find(c) == kAlphabet.npos; };
  if (std::ranges::any_of(sid, unknown)) return std::nullopt;
  return kAlphabet.find(sid[0]) * 64 + kAlphabet.find(sid[1]);
}

}  // namespace waycast::engineio
