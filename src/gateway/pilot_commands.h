// Carries out what pilots ask, on their owner's shard: LivePilot decides, here it is stored,
// broadcast and told to dispatch (docs/protocol.md, "Events to the server").
#pragma once

#include <vector>

#include "gateway/counters.h"
#include "gateway/location_fanout.h"
#include "gateway/owned_pilots.h"
#include "gateway/pilot_command.h"

namespace waycast::gateway {

// On the shard's thread. `pilot` is owned here and ready.
class PilotCommands {
 public:
  PilotCommands(Context& context, realtime::ShardServer& server, OwnedPilots& pilots,
                LocationFanout& fanout, Counters& counters);

  // Carries the command out, or gives its reply the reason why not.
  void run(PilotCommand command, FoundPilot pilot);

  // What run() does for a location, without a command: most of them find their pilot at once.
  void locate(OwnedPilot& pilot, const Location& location, PointSource source);

 private:
  void carry_out(OwnedPilot& pilot, GoOnline command);
  void carry_out(OwnedPilot& pilot, GoOffline command);
  void carry_out(OwnedPilot& pilot, Locate command);
  void carry_out(OwnedPilot& pilot, LocateBatch command);
  void carry_out(OwnedPilot& pilot, const NoteBooking& command);
  void carry_out(OwnedPilot& pilot, const TellPosition& command);
  void carry_out(OwnedPilot& pilot, EndTimeOnline command);
  // Nobody waits for what the server asks, but for a position.
  template <class Command>
  void refuse(Command& command, Code code);

  template <class Operation, class Then>
  void store_presence(OwnedPilot& pilot, Operation operation, Then then);
  void store_offline(OwnedPilot& pilot, Reply<void> reply);  // or stale, as it is now
  void store_return(OwnedPilot& pilot);

  enum class Next : std::uint8_t { kCommands, kPresence };  // what a busy pilot goes on with
  Next finish_batch(OwnedPilot& pilot, LocateBatch command, const std::vector<BookingSpan>& former);
  void count_batch(const BatchOutcome& batch);
  void append(BatchOutcome&& batch, Reply<BatchStored> reply);
  void change_flags(std::vector<PointFlag> changes);
  void tell_fleet(const OwnedPilot& pilot, const Location& sent, TimePoint seen_at);

  Context& context_;
  realtime::ShardServer& server_;
  OwnedPilots& pilots_;
  LocationFanout& fanout_;
  Counters& counters_;
  std::vector<FleetPosition> fleet_batch_;  // leaves within 50 ms
};

}  // namespace waycast::gateway
