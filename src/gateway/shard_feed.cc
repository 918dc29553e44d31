#include "gateway/shard_feed.h"

#include <memory>
#include <utility>

#include "gateway/booking_channels.h"
#include "gateway/connector.h"
#include "gateway/followers.h"
#include "gateway/location_fanout.h"
#include "gateway/owned_pilots.h"
#include "gateway/rooms.h"

namespace waycast::gateway {
namespace {

constexpr std::string_view kInterest = "booking";  // the namespace of the index's rooms

// What a notice does on a shard.
struct Receiver {
  ShardParts& at;

  void operator()(const PilotBooking& notice) const {
    at.pilots.run_if_owned(*notice.booking->pilot_id, NoteBooking{notice.booking});
  }
  void operator()(const ChangeBegins& notice) const { at.channels.begin_change(notice.status); }
  void operator()(const ChangeEnds& notice) const {
    if (notice.is_finished) at.channels.finish(notice.booking);
    at.channels.end_change(notice.booking);
  }
  void operator()(const PilotFollows& notice) const {
    at.followers.follow_all(notice.pilot, notice.booking, [] {});
  }
  void operator()(const PilotLeaves& notice) const { at.followers.leave_all(notice.pilot); }
  void operator()(const AccountSuspended& notice) const { at.connector.suspend(notice.identity); }
};

}  // namespace

ShardFeed::ShardFeed(const Shards& shards, const realtime::Hub& hub,
                     const PilotDirectory& directory)
    : shards_(shards), hub_(hub), directory_(directory) {}

void ShardFeed::begin_interest(const BookingId& booking, std::uint16_t shard) {
  interest_.add(kInterest, booking.str(), shard);
}

void ShardFeed::end_interest(const BookingId& booking, std::uint16_t shard) {
  interest_.remove(kInterest, booking.str(), shard);
}

ShardSet ShardFeed::interested_in(const BookingId& booking) const {
  return interest_.shards(kInterest, booking.str());
}

ShardSet ShardFeed::with_sockets_of(const PilotId& pilot) const {
  return hub_.shards_of("/", pilot_room(pilot));
}

void ShardFeed::publish(const OutgoingPosition& position, std::uint16_t from) {
  const auto others = without(interested_in(position.update.booking_id), from);
  if (others == 0) return;
  const auto message = std::make_shared<const FeedPosition>(
      FeedPosition{position.update, position.packet, std::string(position.room),
                   position.conflation_key, position.sender});
  shards_.post_to(others, [message](ShardParts& there) { there.fanout.deliver(*message); });
}

ShardSet ShardFeed::reach(const FeedNotice& notice) const {
  struct Reach {
    const ShardFeed& feed;
    ShardSet operator()(const PilotBooking& to) const {
      const auto owner = feed.directory_.owner(*to.booking->pilot_id);
      return owner ? one_shard(*owner) : 0;
    }
    ShardSet operator()(const ChangeBegins& to) const {
      return feed.interested_in(to.status.booking_id);
    }
    ShardSet operator()(const ChangeEnds& to) const { return feed.interested_in(to.booking); }
    ShardSet operator()(const PilotFollows& to) const { return feed.with_sockets_of(to.pilot); }
    ShardSet operator()(const PilotLeaves& to) const { return feed.with_sockets_of(to.pilot); }
    ShardSet operator()(const AccountSuspended&) const { return feed.shards_.all(); }
  };
  return std::visit(Reach{*this}, notice);
}

void ShardFeed::tell(const FeedNotice& notice, std::uint16_t except) {
  const auto shards = without(reach(notice), except);
  if (shards == 0) return;
  const auto shared = std::make_shared<const FeedNotice>(notice);
  shards_.post_to(shards, [shared](ShardParts& there) { std::visit(Receiver{there}, *shared); });
}

// The question waits until the pilot's state has arrived, wherever that is. If the store fails
// there is no answer but the next live position.
void ShardFeed::ask(const PositionQuestion& question, std::uint16_t from) {
  shards_.at(from).pilots.ask(question);
}

void ShardFeed::ask_from_elsewhere(const PositionQuestion& question) {
  const std::uint16_t at = directory_.owner(question.pilot).value_or(0);
  shards_.post(at, [this, question, at](ShardParts&) { ask(question, at); });
}

void ShardFeed::answer(const FeedAddress& asker, const PositionAnswer& answer, std::uint16_t from) {
  if (asker.shard == from) return shards_.at(from).followers.told(answer);
  shards_.post(asker.shard, [answer](ShardParts& asking) { asking.followers.told(answer); });
}

}  // namespace waycast::gateway
