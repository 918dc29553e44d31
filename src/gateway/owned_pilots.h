// The pilots that this shard owns, and how they move: to the shard of a newer connection, with all
// that is known of them and the commands that wait for them.
//
// A command finds its pilot wherever they are: it runs here, waits while their state is on its way
// or a change of presence is being stored, or follows them to another shard. Commands of one pilot
// from one thread run in their order.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "gateway/context.h"
#include "gateway/owned_pilot.h"
#include "gateway/pilot_message.h"
#include "gateway/shards.h"
#include "realtime/shard_server.h"
#include "tracking/ports/store_reads.h"

namespace waycast::gateway {

// On the shard's thread.
class OwnedPilots {
 public:
  OwnedPilots(Context& context, const Shards& shards, realtime::ShardServer& server);

  // A pilot whose commands may run at once; null otherwise.
  OwnedPilot* find_ready(const PilotId& id);
  // A pilot whose state is here, though commands may have to wait; null otherwise.
  const OwnedPilot* find_here(const PilotId& id) const;

  // Runs a client's command with the pilot, who is read from the store if nobody owns them. Refused
  // if `max_pilot_commands` of them wait already.
  void run(const PilotId& id, PilotCommand command) { run(id, std::move(command), Asker::kClient); }
  // The same for what the server itself has to do or to know: never refused for want of room.
  // Whoever calls this says what bounds it.
  void run_own(const PilotId& id, PilotCommand command) {
    run(id, std::move(command), Asker::kServer);
  }
  // The same, but does not wait for what is being stored.
  void ask(const PositionQuestion& question) {
    run(question.pilot, TellPosition{question}, Asker::kQuestion);
  }
  // As run_own, but drops the command if nobody owns the pilot.
  void run_if_owned(const PilotId& id, PilotCommand command);

  // A connection of the pilot opens here: this shard becomes the owner. If nobody was, the
  // connection's own read is awaited: loaded(). Each is followed by one detach().
  void attach(const PilotId& id);
  void detach(const PilotId& id) { receive(id, SocketsCounted{.came = 0, .left = 1}); }
  void loaded(const PilotId& id, const Result<PrincipalSnapshot>& snapshot);

  // Commands wait from now on, until end_busy().
  void begin_busy(OwnedPilot& pilot) { set_state(pilot, OwnedPilot::State::kBusy); }
  // The pilot of begin_busy(), who is still here.
  OwnedPilot& busy(const PilotId& id) { return *pilots_.at(id); }
  void end_busy(const PilotId& id);

  // A booking of the pilot as it is now, in the order of its changes.
  void booking_is(OwnedPilot& pilot, const Booking& booking);

  // After a command changed the pilot: sets the timer, forgets a pilot whom nobody needs.
  void keep_or_forget(const PilotId& id);
  void keep_or_forget_all();

  // After a restart of the server: a pilot stored as online, whose grace begins.
  void restore(const PilotId& id, const PrincipalSnapshot& snapshot);

  // From another shard.
  void receive(const PilotId& id, PilotMessage message);

  std::size_t size() const { return pilots_.size(); }

 private:
  void send(std::uint16_t shard, const PilotId& id, PilotMessage message) const;
  void receive(const PilotId& id, RunCommand message);
  void receive(const PilotId& id, const SocketsCounted& message);
  void receive(const PilotId& id, HandOver message);
  void receive(const PilotId& id, PilotArrives message);
  void receive(const PilotId& id, ReadPilot message);
  void receive(const PilotId& id, WaitingArrives message);

  void load(const PilotId& id);
  ShardParts& parts() const { return shards_.at(shard_); }
  OwnedPilot* find(const PilotId& id);
  void run(const PilotId& id, PilotCommand command, Asker asker);
  void run_here(OwnedPilot& pilot, PilotCommand command, Asker asker);
  Code refusal(const OwnedPilot& pilot) const;
  void acquire(const PilotId& id);
  OwnedPilot& add(const PilotId& id, OwnedPilot::State state);
  void set_state(OwnedPilot& pilot, OwnedPilot::State state);
  void know(OwnedPilot& pilot, const PrincipalSnapshot& snapshot);
  void become_ready(const PilotId& id);
  void run_waiting(const PilotId& id);
  void count_sockets(OwnedPilot& pilot);
  void forward(OwnedPilot& pilot, std::uint16_t to);
  void move_out(const PilotId& id, std::uint16_t to);
  void fail_waiting(const PilotId& id);
  void load_later(OwnedPilot& pilot);
  void forget_unread(const PilotId& id);
  void hold_room(OwnedPilot& pilot);
  void set_timer(OwnedPilot& pilot);
  void cancel_timer(OwnedPilot& pilot);

  Context& context_;
  const Shards& shards_;
  realtime::ShardServer& server_;
  realtime::Namespace& sockets_;
  const std::uint16_t shard_;
  std::unordered_map<PilotId, std::unique_ptr<OwnedPilot>> pilots_;
};

}  // namespace waycast::gateway
