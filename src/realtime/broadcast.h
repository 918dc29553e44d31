// What is said to many sockets, as data: the same for sockets of this shard, of other shards, and,
// through another Adapter, of other processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/engineio/application.h"

namespace waycast::realtime {

using engineio::Delivery;

inline constexpr Delivery kVolatile{.is_volatile = true};

// Of an event that makes older ones of its kind worthless: equal for equal (event, subject). The
// subject is the event's first argument or its id in it (`location:update` of a booking).
std::uint64_t conflation_key(std::string_view event, std::string_view subject);

// Which sockets. A socket in several of the rooms counts once.
struct Target {
  std::string nsp = "/";
  std::vector<std::string> rooms;   // empty: every socket of the namespace
  std::vector<std::string> except;  // rooms; every socket also has a room of its own id
  enum class Reach : std::uint8_t { kEverywhere, kProcess } reach = Reach::kEverywhere;
};

struct Emission {
  std::string event;
  std::string args = {};  // JSON texts separated by commas, with a placeholder for each attachment
  std::vector<std::string> attachments = {};
  Delivery delivery = {};  // a conflation key counts only without attachments

  Delivery delivery_of_packets() const {
    return attachments.empty() ? delivery : Delivery{.is_volatile = delivery.is_volatile};
  }
};
struct JoinRooms {
  std::vector<std::string> rooms;
};
struct LeaveRooms {
  std::vector<std::string> rooms;
};
struct DisconnectSockets {
  enum class Transport : std::uint8_t { kKeep, kClose } transport = Transport::kKeep;
};

struct Broadcast {
  Target target;
  std::variant<Emission, JoinRooms, LeaveRooms, DisconnectSockets> action;
};

// Where broadcasts go. The in-process one is realtime/local_adapter.h.
class Adapter {
 public:
  virtual ~Adapter() = default;
  // Any thread. `origin` is the shard whose thread this is, or SocketRef::kNoShard: sockets of that
  // shard have it queued when the call returns. From one thread to one shard, order is kept.
  virtual void publish(Broadcast broadcast, std::uint16_t origin) = 0;
};

}  // namespace waycast::realtime
