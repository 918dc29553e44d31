#include "protocol/engineio/sid.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace waycast::engineio {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string new_sid(std::size_t shard) {
  std::array<unsigned char, kSidSize - 2> random;
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
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
