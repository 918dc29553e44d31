// A weak handle to a socket, valid on any thread and for ever: it finds the socket or nothing.
#pragma once

#include <cstdint>

namespace waycast::realtime {

struct SocketRef {
  static constexpr std::uint16_t kNoShard = 0xffff;

  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  // 0 names no socket
  std::uint16_t shard = kNoShard;

  explicit operator bool() const { return generation != 0; }
  friend bool operator==(const SocketRef&, const SocketRef&) = default;
};

}  // namespace waycast::realtime
