#include "realtime/socket_id.h"

#include <sys/random.h>

#include <algorithm>
#include <cstdint>
#include <system_error>

namespace waycast::realtime {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::optional<SocketId> SocketId::parse(std::string_view text) {
  if (text.size() != kSize) return std::nullopt;
  if (text.find_first_not_of(kAlphabet) != std::string_view::npos) return std::nullopt;
  SocketId id;
  std::copy(text.begin(), text.end(), id.text_.begin());
  return id;
}

SocketId SocketId::make(std::size_t shard) {
  std::array<std::uint8_t, kSize> random;
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  SocketId id;
  for (std::size_t i = 1; i < kSize; ++i) id.text_[i] = kAlphabet[random[i] % kAlphabet.size()];
  id.text_[0] = kAlphabet[shard % kAlphabet.size()];
  return id;
}

std::size_t SocketId::shard() const { return kAlphabet.find(text_[0]); }

}  // namespace waycast::realtime
