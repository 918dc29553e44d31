// Lets sockets follow bookings: who may is asked of dispatch, and joining, snapshot and answer are
// one step on the socket's thread (docs/protocol.md, "Events to the server"; ARCHITECTURE.md,
// "Joining without a gap").
#pragma once

#include "gateway/booking_channels.h"
#include "gateway/booking_feed.h"
#include "gateway/client.h"
#include "gateway/owned_pilots.h"

namespace waycast::gateway {

// On the shard's thread.
class Followers {
 public:
  Followers(Context& context, realtime::ShardServer& server, BookingChannels& channels,
            OwnedPilots& pilots);

  // Joins the booking's room if the socket's principal may; then `joined`, in the same turn. Null:
  // the socket is gone meanwhile. Errors: ERR_1302, ERR_1201, ERR_1400.
  using Joined = UniqueFunction<void(realtime::Socket*, Result<void>)>;
  void follow(realtime::Socket& socket, const BookingId& id, Joined joined);

  // The booking's status and, if known, its last position, to this socket only, who follows it.
  void send_snapshot(realtime::Socket& socket, const BookingId& id);
  // The last position alone.
  void send_location(realtime::Socket& socket, const BookingId& id);

  // All sockets of a pilot that are on this shard, without a snapshot. `done` once all have joined.
  void follow_all(const PilotId& pilot, const BookingId& id, Task done);
  void leave_all(const PilotId& pilot);

  // The owner's answer, which joins wait for.
  void told(const PositionAnswer& answer);

 private:
  struct Join;
  void answered(Join join, const Result<BookingDetails>& details);
  void find_location(Join join);
  void complete(Join join);
  void refuse(Join join, const Error& error);
  std::optional<LocationUpdate> last_update(const StatusView& status);

  Context& context_;
  realtime::ShardServer& server_;
  BookingChannels& channels_;
  OwnedPilots& pilots_;
};

}  // namespace waycast::gateway
