#include "realtime/socket_table.h"

#include "realtime/socket.h"

namespace waycast::realtime {

SocketRef SocketTable::add(Socket& socket) {
  if (free_ == kNone) {
    free_ = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back({.next_free = kNone});
  }
  const std::uint32_t at = free_;
  Slot& slot = slots_[at];
  free_ = slot.next_free;
  slot.socket = &socket;
  if (++slot.generation == 0) slot.generation = 1;
  return {.slot = at, .generation = slot.generation, .shard = shard_};
}

void SocketTable::remove(SocketRef ref) {
  if (find(ref) == nullptr) return;
  Slot& slot = slots_[ref.slot];
  slot.socket = nullptr;
  slot.next_free = free_;
  free_ = ref.slot;
}

Socket* SocketTable::find(SocketRef ref) const {
  if (ref.shard != shard_ || ref.slot >= slots_.size()) return nullptr;
  const Slot& slot = slots_[ref.slot];
  return slot.generation == ref.generation ? slot.socket : nullptr;
}

std::size_t SocketIdHash::operator()(const Socket* socket) const noexcept {
  return (*this)(socket->socket_id());
}

bool SocketIdEqual::operator()(const SocketId& a, const Socket* b) const noexcept {
  return a == b->socket_id();
}

}  // namespace waycast::realtime
