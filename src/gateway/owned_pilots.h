// The pilots that this shard owns, and how they move: to the shard of a newer connection, with all
// that is known of them and the commands that wait for them.
//
// A command finds its pilot wherever they are: it runs here, waits while their state is on its way
// or a change of presence is being stored, or follows them to another shard. Commands of one pilot
// from one thread run in their order.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/context.h"
#include "realtime/shard_server.h"
#include "tracking/live/live_pilot.h"
#include "tracking/ports/store_reads.h"

namespace waycast::gateway {

struct OwnedPilot;

// Runs on the owner's shard. Null: the store could not tell about the pilot (ERR_1500).
class PilotCommand {
 public:
  template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, PilotCommand>)
  PilotCommand(Function run)
      : run_([run = std::move(run)](ShardGateway* at, OwnedPilot* pilot) mutable {
          run(*at, pilot);
        }) {}

  void operator()(ShardGateway& at, OwnedPilot* pilot) { run_(&at, pilot); }

 private:
  UniqueFunction<void(ShardGateway*, OwnedPilot*)> run_;
};

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
  std::vector<PilotCommand> waiting;
  TimerId timer = 0;
  SteadyTime timer_at{};
  // Of the active booking: where its updates go on this shard, and what they replace.
  realtime::HeldRoom room;
  std::uint64_t conflation_key = 0;
};

// On the shard's thread.
class OwnedPilots {
 public:
  OwnedPilots(Context& context, realtime::ShardServer& server);

  // A pilot whose commands may run at once; null otherwise.
  OwnedPilot* find_ready(const PilotId& id);

  // Runs the command with the pilot, who is read from the store if nobody owns them.
  void run(const PilotId& id, PilotCommand command);
  // The same, but drops the command if nobody owns the pilot.
  void run_if_owned(const PilotId& id, PilotCommand command);

  // A connection of the pilot opens here: this shard becomes the owner. If nobody was, the
  // connection's own read is awaited: loaded(). Each is followed by one detach().
  void attach(const PilotId& id);
  void detach(const PilotId& id);
  void loaded(const PilotId& id, const Result<PrincipalSnapshot>& snapshot);

  // Commands wait from now on, until end_busy().
  void begin_busy(OwnedPilot& pilot) { pilot.state = OwnedPilot::State::kBusy; }
  // The pilot of begin_busy(), who is still here.
  OwnedPilot& busy(const PilotId& id) { return *pilots_.at(id); }
  void end_busy(const PilotId& id);

  // A booking of the pilot as it is now, in the order of its changes.
  void booking_is(OwnedPilot& pilot, const Booking& booking);

  // After a command changed the pilot: sets the timer, forgets a pilot whom nobody needs.
  void settle(const PilotId& id);

  // After a restart of the server: a pilot stored as online, whose grace begins.
  void restore(const PilotId& id, const std::vector<Booking>& active);

  // Between shards.
  void relinquish(const PilotId& id);
  void receive(std::unique_ptr<OwnedPilot> pilot);
  void load(const PilotId& id);

  std::size_t size() const { return pilots_.size(); }

 private:
  ShardGateway& shard_gateway();
  OwnedPilot* find(const PilotId& id);
  void acquire(const PilotId& id);
  OwnedPilot& add(const PilotId& id, OwnedPilot::State state);
  void become_ready(const PilotId& id);
  void forward_waiting(OwnedPilot& pilot, std::uint16_t to);
  void move_out(const PilotId& id, std::uint16_t to);
  void fail_waiting(const PilotId& id);
  void hold_room(OwnedPilot& pilot);
  void set_timer(OwnedPilot& pilot);
  void cancel_timer(OwnedPilot& pilot);

  Context& context_;
  realtime::ShardServer& server_;
  realtime::Namespace& sockets_;
  const std::uint16_t shard_;
  std::unordered_map<PilotId, std::unique_ptr<OwnedPilot>> pilots_;
};

}  // namespace waycast::gateway
