// One socket's part in connection state recovery. Made only where it is on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "realtime/recovery_store.h"

namespace waycast::realtime {

class Socket;

struct SocketRecovery {
  SocketId secret;       // of the pid: who knows it may come back as this socket
  std::string identity;  // given to Socket::recover
  std::uint64_t connected_at = 0;
  std::uint64_t replayed_to = 0;         // broadcasts up to this number were replayed
  std::uint64_t offset = 0;              // where the replay starts, while connecting
  std::optional<DroppedSocket> claimed;  // who it was, while connecting
};

// The secret, and the public id by which whoever holds it is found.
std::string pid_of(const SocketRecovery& recovery, const SocketId& id);

// Whether the broadcast was meant for a socket with this id and these rooms.
bool is_for(const Target& target, const SocketId& id, const std::vector<std::string>& rooms);

}  // namespace waycast::realtime
