#include "protocol/engineio/sid.h"

#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace waycast::engineio {
namespace {

constexpr std::string_view kSidAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::string new_sid(std::size_t shard) {
  std::array<unsigned char, kSidSize - 2> random;
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  std::string sid{kSidAlphabet[shard / 64 % 64], kSidAlphabet[shard % 64]};
  sid.reserve(kSidSize);
  for (const unsigned char byte : random) sid += kSidAlphabet[byte % 64];
  return sid;
}

std::optional<std::size_t> shard_of(std::string_view sid) {
  if (sid.size() != kSidSize) return std::nullopt;
  const auto unknown = [](char c) { return kSidAlphabet.find(c) == kSidAlphabet.npos; };
  if (std::ranges::any_of(sid, unknown)) return std::nullopt;
  return kSidAlphabet.find(sid[0]) * 64 + kSidAlphabet.find(sid[1]);
}

}  // namespace waycast::engineio
