// What concerns a booking reaches everybody who follows it, on whatever shard or server: its
// positions, its changes, who is to follow it or to leave, and that an account is suspended. All of
// it is data, so that a feed may carry it over a wire (ARCHITECTURE.md, "The booking feed"). The
// shards of one process are joined by shard_feed.h.
//
// What a feed promises: from one thread to one shard, what is told, published and answered arrives
// in the order of the calls. An interest that was begun before a question was asked is known to
// whoever answers it: every position after the answer comes, so a newcomer has no gap.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/principal.h"
#include "gateway/event_json.h"
#include "protocol/engineio/packet.h"
#include "realtime/socket_ref.h"
#include "tracking/entities.h"
#include "tracking/points.h"

namespace waycast::gateway {

// A position as its owner publishes it. Everything but the update follows from it, and is made once
// for all who are told: whoever gets the update alone, from another server, makes it with
// FeedPosition::of().
struct OutgoingPosition {
  const LocationUpdate& update;
  const engineio::PacketRef& packet;  // `location:update`
  std::string_view room;              // booking_room()
  std::uint64_t conflation_key;
  realtime::SocketRef sender;  // a socket of this process, which does not get it; may be none
};

// The same on its way to other threads.
struct FeedPosition {
  LocationUpdate update;
  engineio::PacketRef packet;
  std::string room;
  std::uint64_t conflation_key;
  realtime::SocketRef sender;

  static FeedPosition of(const LocationUpdate& update);
  OutgoingPosition outgoing() const { return {update, packet, room, conflation_key, sender}; }
};

// To the owner of the booking's pilot: how the booking is now.
struct PilotBooking {
  std::shared_ptr<const Booking> booking;
};
// To all who follow the booking. Between the two its event is sent; whoever joins meanwhile waits.
struct ChangeBegins {
  StatusView status;
};
struct ChangeEnds {
  BookingId booking;
  bool is_finished;  // nobody follows it any more
};
// To where the pilot has sockets: all of them follow the booking, or leave all that they follow.
struct PilotFollows {
  PilotId pilot;
  BookingId booking;
};
struct PilotLeaves {
  PilotId pilot;
};
// To everybody: the account's sockets are closed, and those that are connecting are refused.
struct AccountSuspended {
  std::string identity;  // Principal::key()
};
using FeedNotice = std::variant<PilotBooking, ChangeBegins, ChangeEnds, PilotFollows, PilotLeaves,
                                AccountSuspended>;

// A shard of a server. This process is kThisNode to its own shards; a feed that joins several
// numbers the others.
struct FeedAddress {
  static constexpr std::uint16_t kThisNode = 0;
  std::uint16_t node = kThisNode;
  std::uint16_t shard = 0;
};

// To the owner of the pilot: the last position of the booking, if there is one.
struct PositionQuestion {
  PilotId pilot;
  BookingId booking;
  FeedAddress asker;
};
struct PositionAnswer {
  BookingId booking;
  std::optional<LocationUpdate> last;
};

class BookingFeed {
 public:
  virtual ~BookingFeed() = default;

  // False: who publishes is the only one there is, and need not publish. Asked for each position.
  bool has_others() const { return has_others_; }

  // A shard of this process, on its thread: whether anybody there follows the booking, or is about
  // to.
  virtual void begin_interest(const BookingId& booking, std::uint16_t shard) = 0;
  virtual void end_interest(const BookingId& booking, std::uint16_t shard) = 0;

  // To all with an interest in the booking but the shard `from`, on whose thread this is. Copies
  // the position only if there are such.
  virtual void publish(const OutgoingPosition& position, std::uint16_t from) = 0;

  // Any thread. `except`: a shard that has done it already.
  virtual void tell(const FeedNotice& notice, std::uint16_t except = kNoShard) = 0;

  // On the thread of shard `from`. Every question is answered, with nothing if the owner cannot be
  // reached or the store fails; in this call if the owner is this shard.
  virtual void ask(const PositionQuestion& question, std::uint16_t from) = 0;
  // By the owner, on the thread of shard `from`.
  virtual void answer(const FeedAddress& asker, const PositionAnswer& answer,
                      std::uint16_t from) = 0;

  static constexpr std::uint16_t kNoShard = realtime::SocketRef::kNoShard;

 protected:
  // Start-up.
  void set_has_others(bool has_others) { has_others_ = has_others; }

 private:
  bool has_others_ = false;
};

}  // namespace waycast::gateway
