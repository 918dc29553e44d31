// Finding a shard's sockets: by weak handle, and by id.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "realtime/socket_id.h"
#include "realtime/socket_ref.h"

namespace waycast::realtime {

class Socket;

// Weak handles to sockets: a slot and the generation of its use. Not thread-safe.
class SocketTable {
 public:
  explicit SocketTable(std::uint16_t shard) : shard_(shard) {}
  SocketRef add(Socket& socket);
  void remove(SocketRef ref);
  Socket* find(SocketRef ref) const;  // null: gone

 private:
  struct Slot {
    Socket* socket = nullptr;
    std::uint32_t generation = 0;
    std::uint32_t next_free = 0;
  };
  std::uint16_t shard_;
  std::uint32_t free_ = kNone;
  static constexpr std::uint32_t kNone = 0xffff'ffff;
  std::vector<Slot> slots_;
};

struct SocketIdHash {
  using is_transparent = void;
  std::size_t operator()(const SocketId& id) const noexcept { return std::hash<SocketId>{}(id); }
  std::size_t operator()(const Socket* socket) const noexcept;
};
struct SocketIdEqual {
  using is_transparent = void;
  bool operator()(const Socket* a, const Socket* b) const noexcept { return a == b; }
  bool operator()(const SocketId& a, const Socket* b) const noexcept;
  bool operator()(const Socket* a, const SocketId& b) const noexcept { return (*this)(b, a); }
};
using SocketsById = std::unordered_set<Socket*, SocketIdHash, SocketIdEqual>;

}  // namespace waycast::realtime
