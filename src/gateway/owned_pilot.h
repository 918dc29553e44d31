// What the owner shard keeps of one pilot, and the commands that find the pilot there.
#pragma once

#include <expected>
#include <vector>

#include "base/executor.h"
#include "gateway/pilot_command.h"
#include "realtime/room.h"
#include "tracking/live/live_pilot.h"

namespace waycast::gateway {

struct OwnedPilot;

// Or why there is none: ERR_1500, the store could not tell about the pilot; of a client's command
// ERR_1003, too many of them wait for the pilot already, or ERR_1004, because the store is late.
using FoundPilot = std::expected<OwnedPilot*, Code>;

struct OwnedPilot {
  enum class State : std::uint8_t {
    kReady,
    kBusy,       // commands wait until end_busy()
    kFromStore,  // being read
    kFromShard,  // on the way from the owner before
  };
  explicit OwnedPilot(LivePilot pilot) : live(std::move(pilot)) {}

  LivePilot live;
  State state = State::kReady;
  bool is_leaving = false;  // when no longer busy
  std::vector<WaitingCommand> waiting;
  std::size_t clients_waiting = 0;  // how many of them
  SteadyTime waits_since{};         // of the state, unless it is kReady
  // Sockets that came or went, but are not counted in `live` yet: two numbers, however many
  // connect and leave while the store is late. Who came counts first, so that a socket that is
  // replaced never lets the grace begin; who left counts after the commands that were waiting.
  int came = 0, left = 0;
  TimerId timer = 0;
  SteadyTime timer_at{};
  // Of the active booking: where its updates go on this shard, and what they replace.
  realtime::HeldRoom room;
  std::uint64_t conflation_key = 0;
};

}  // namespace waycast::gateway
