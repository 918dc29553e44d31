// What an operator may choose about the Socket.IO server. Engine.IO's own are in
// protocol/engineio/application.h.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "protocol/socketio/packet.h"

namespace waycast::realtime {

enum class Recovery : bool { kOff, kOn };

struct RecoverySettings {
  Recovery mode = Recovery::kOff;
  Duration keep{120'000};               // how long a dropped session may come back
  std::size_t max_log_bytes = 8 << 20;  // missed packets kept, whole process
  std::size_t max_sessions = 20'000;    // dropped sessions kept, whole process
  // Broadcasts are numbered from above this. Clients keep the number of the last one that they saw
  // when the server starts anew: a later start begins higher.
  std::uint64_t numbers_after = 0;
};

struct Settings {
  Duration connect_timeout{10'000};  // a session that asked for no namespace by then is closed
  Duration admit_timeout{45'000};  // and one that was let into none by then, from its first asking
  std::size_t max_rooms = 10'000;  // of one socket; further joins are refused
  socketio::Limits limits = {};
};

}  // namespace waycast::realtime
