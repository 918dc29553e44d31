// The booking feed among the shards of this process. A feed that joins several processes hands over
// to it what is of this one, and what came from elsewhere.
#pragma once

#include "base/shard_set.h"
#include "gateway/booking_feed.h"
#include "gateway/pilot_directory.h"
#include "gateway/shards.h"
#include "realtime/hub.h"

namespace waycast::gateway {

// Thread-safe once all shards are added; what is asked of a shard's thread is said at each method
// of BookingFeed.
class ShardFeed final : public BookingFeed {
 public:
  // All outlive the feed.
  ShardFeed(const Shards& shards, const realtime::Hub& hub, const PilotDirectory& directory);

  // Start-up: a shard was added.
  void shard_added() { set_has_others(shards_.size() > 1); }

  void begin_interest(const BookingId& booking, std::uint16_t shard) override;
  void end_interest(const BookingId& booking, std::uint16_t shard) override;
  void publish(const OutgoingPosition& position, std::uint16_t from) override;
  void tell(const FeedNotice& notice, std::uint16_t except = kNoShard) override;
  void ask(const PositionQuestion& question, std::uint16_t from) override;
  void answer(const FeedAddress& asker, const PositionAnswer& answer, std::uint16_t from) override;

  // For a feed that joins processes. Any thread: a question of another process, and whether the
  // pilot has their owner in this one.
  void ask_from_elsewhere(const PositionQuestion& question);
  bool owns(const PilotId& pilot) const { return directory_.owner(pilot).has_value(); }

 private:
  ShardSet interested_in(const BookingId& booking) const;
  ShardSet with_sockets_of(const PilotId& pilot) const;
  ShardSet reach(const FeedNotice& notice) const;

  const Shards& shards_;
  const realtime::Hub& hub_;
  const PilotDirectory& directory_;
  realtime::RoomIndex interest_;  // shards with a BookingChannel, by booking
};

}  // namespace waycast::gateway
