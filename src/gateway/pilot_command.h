// What a pilot's owner is asked to do, as data: it waits for the pilot, moves with them, and finds
// them on whatever shard. Only the way of the answer back, an Outcome, is of this process.
#pragma once

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "base/executor.h"
#include "base/function.h"
#include "gateway/booking_feed.h"
#include "realtime/socket_ref.h"
#include "tracking/live/live_pilot.h"
#include "tracking/ports/store_writes.h"

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

// Of clients. If the pilot is not found, the outcome is why.
struct GoOnline {
  VehicleId vehicle;
  Outcome<std::vector<BookingId>> outcome;
};
struct GoOffline {
  Outcome<void> outcome;
};
struct Locate {
  Location location;
  PointSource source;
};
struct LocateBatch {
  LocationBatch sent;
  realtime::SocketRef sender;
  Outcome<BatchStored> outcome;
};

// Of the server itself.
struct NoteBooking {  // how a booking of the pilot is now, in the order of its changes
  std::shared_ptr<const Booking> booking;
};
struct TellPosition {
  PositionQuestion question;
};
struct EndTimeOnline {};  // if the grace or the stale rule says so

using PilotCommand = std::variant<GoOnline, GoOffline, Locate, LocateBatch, NoteBooking,
                                  TellPosition, EndTimeOnline>;

// Whose a command is: a client may send any number, so theirs are bounded. A question changes
// nothing and waits only until the pilot is here.
enum class Asker : std::uint8_t { kServer, kClient, kQuestion };

struct WaitingCommand {
  PilotCommand command;
  Asker asker;
};

}  // namespace waycast::gateway
