// What a pilot's owner is asked to do, as data: it waits for the pilot, moves with them, and finds
// them on whatever shard. Only the way of the answer back, a Reply, is of this process.
#pragma once

#include <memory>
#include <utility>
#include <variant>
#include <vector>

#include "base/reply.h"
#include "gateway/booking_feed.h"
#include "realtime/socket_ref.h"
#include "tracking/live/live_pilot.h"
#include "tracking/ports/store_writes.h"

namespace waycast::gateway {

// Where a point came from.
struct PointSource {
  realtime::SocketRef sender{};  // does not get the update
  bool acknowledge = false;      // false: only a failure is reported
  Reply<void> reply;             // after the commit
};

struct BatchStored {
  AppendOutcome counts;
  std::vector<BatchRejection> rejected;
};

// Of clients. If the pilot is not found, the reply is why.
struct GoOnline {
  VehicleId vehicle;
  Reply<std::vector<BookingId>> reply;
};
struct GoOffline {
  Reply<void> reply;
};
struct Locate {
  Location location;
  PointSource source;
};
struct LocateBatch {
  LocationBatch sent;
  realtime::SocketRef sender;
  Reply<BatchStored> reply;
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
