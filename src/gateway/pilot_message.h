// What shards tell each other of a pilot whom one of them owns or owned, as data. Each is sent to
// the owner as the sender knows it, and goes on from there if that is somebody else by then.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "gateway/owned_pilot.h"

namespace waycast::gateway {

struct RunCommand {
  enum class IfUnowned : std::uint8_t { kRead, kDrop };  // the pilot is read from the store

  WaitingCommand command;
  IfUnowned if_unowned = IfUnowned::kRead;
};
// Connections of the pilot that came or went.
struct SocketsCounted {
  int came = 0, left = 0;
};
// The receiver owned the pilot, whose newest connection is elsewhere now: it hands them over.
struct HandOver {};
// The pilot, with all that is known of them and waits for them.
struct PilotArrives {
  std::unique_ptr<OwnedPilot> pilot;
};
// In place of it, from who never had the pilot: what waited, and that they are to be read.
struct ReadPilot {};
struct WaitingArrives {
  std::vector<WaitingCommand> waiting;
  SocketsCounted sockets;
};

using PilotMessage =
    std::variant<RunCommand, SocketsCounted, HandOver, PilotArrives, ReadPilot, WaitingArrives>;

}  // namespace waycast::gateway
