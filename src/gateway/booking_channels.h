// What this shard knows of each booking that its sockets follow, or are about to (ARCHITECTURE.md,
// "Joining without a gap"): fed by every change and by every position that comes from another
// shard.
//
// Interest is reserved before dispatch is asked, so that no change passes between its answer and
// the join. A booking that ends while a join is under way leaves a tombstone, which refuses it.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "gateway/context.h"
#include "gateway/event_json.h"
#include "realtime/shard_server.h"
#include "tracking/points.h"

namespace waycast::gateway {

struct BookingChannel {
  std::optional<StatusView> status;
  // The newest that the followers here were sent while another shard owned the pilot, or that the
  // owner told. While this shard is the owner, the pilot's own is newer.
  std::optional<LocationUpdate> last;
  bool is_finished = false;
  std::uint32_t pending = 0;  // joins under way
  bool is_changing = false;   // `status` is known here, but its event is still under way
  std::vector<Task> joins_after_change;
  std::vector<Task> joins_after_location;  // not empty: the pilot's owner is being asked
};

// On the shard's thread.
class BookingChannels {
 public:
  BookingChannels(Context& context, realtime::ShardServer& server);

  // A join begins; it ends with one release().
  BookingChannel& reserve(const BookingId& id);
  void release(const BookingId& id);

  BookingChannel* find(const BookingId& id);  // null: nobody here follows it

  void join(realtime::Socket& socket, const BookingId& id);  // of a reserved one
  void leave(realtime::Socket& socket, const BookingId& id);
  // Forgets the booking if no socket of this shard is in its room, or about to be.
  void drop_unused(const BookingId& id);

  // A change: its event follows, then end_change(). Who joins between would be told twice.
  void begin_change(const StatusView& status);
  void end_change(const BookingId& id);
  // How the booking stands: an older status than the one known changes nothing.
  void note(const StatusView& status);
  // False if a newer position is known.
  bool note(const LocationUpdate& update);
  // The booking ended: its room is emptied, joins under way are refused.
  void finish(const BookingId& id);

  std::size_t size() const { return channels_.size(); }

 private:
  Context& context_;
  realtime::Namespace& sockets_;
  const std::uint16_t shard_;
  std::unordered_map<BookingId, BookingChannel> channels_;
};

}  // namespace waycast::gateway
