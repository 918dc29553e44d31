// Carries out what pilots ask, on their owner's shard: LivePilot decides, here it is stored,
// broadcast and told to dispatch (docs/protocol.md, "Events to the server").
#pragma once

#include <optional>
#include <vector>

#include "gateway/counters.h"
#include "gateway/location_fanout.h"
#include "gateway/owned_pilots.h"

namespace waycast::gateway {

// Who waits for the outcome of a command. `done` runs on `to`, never within the call.
template <class T>
struct Outcome {
  Executor* to;  // outlives the gateway
  UniqueFunction<void(Result<T>)> done;

  void operator()(Result<T> result) {
    to->post([done = std::move(done), result = std::move(result)]() mutable {
      done(std::move(result));
    });
  }
};

// Where a point came from.
struct PointSource {
  realtime::SocketRef sender{};  // does not get the update
  bool acknowledge = false;      // false: only a failure is reported
  Outcome<void> outcome;         // after the commit
};

struct BatchStored {
  AppendOutcome counts;
  std::vector<BatchRejection> rejected;
};

// On the shard's thread. `pilot` is owned here and ready.
class PilotCommands {
 public:
  PilotCommands(Context& context, realtime::ShardServer& server, OwnedPilots& pilots,
                LocationFanout& fanout, Counters& counters);

  // ERR_1303 vehicle not found, not theirs or not active; ERR_1403 not approved; ERR_1203
  // suspended.
  void go_online(OwnedPilot& pilot, const VehicleId& vehicle,
                 Outcome<std::vector<BookingId>> outcome);
  void go_offline(OwnedPilot& pilot, Outcome<void> outcome);

  void locate(OwnedPilot& pilot, const Location& location, PointSource source);
  void locate_batch(OwnedPilot& pilot, LocationBatch sent, realtime::SocketRef sender,
                    Outcome<BatchStored> outcome);

  // The grace or the stale rule may have ended their time online.
  void expire(OwnedPilot& pilot);

 private:
  template <class Operation, class Then>
  void store_presence(OwnedPilot& pilot, Operation operation, Then then);
  void store_offline(OwnedPilot& pilot, Outcome<void> outcome);  // or stale, as it is now
  void store_return(OwnedPilot& pilot);

  enum class Next : std::uint8_t { kCommands, kPresence };  // what a busy pilot goes on with
  Next finish_batch(OwnedPilot& pilot, LocationBatch sent, const std::vector<BookingSpan>& former,
                    realtime::SocketRef sender, Outcome<BatchStored> outcome);
  void count_batch(const BatchOutcome& batch);
  void append(BatchOutcome&& batch, Outcome<BatchStored> outcome);
  void change_flags(std::vector<PointFlag> changes);
  void tell_fleet(const OwnedPilot& pilot, const Location& sent, TimePoint seen_at);

  Context& context_;
  realtime::ShardServer& server_;
  OwnedPilots& pilots_;
  LocationFanout& fanout_;
  Counters& counters_;
  std::vector<FleetPosition> fleet_batch_;  // leaves within 50 ms
};

// What a client asks, for OwnedPilots::run. If the pilot is not found, the outcome is why.
PilotCommand online_command(const VehicleId& vehicle, Outcome<std::vector<BookingId>> outcome);
PilotCommand offline_command(Outcome<void> outcome);
PilotCommand locate_command(const Location& location, PointSource source);
PilotCommand locate_batch_command(LocationBatch sent, realtime::SocketRef sender,
                                  Outcome<BatchStored> outcome);

}  // namespace waycast::gateway
