#include "gateway/testing/joined_feed.h"

namespace waycast::gateway::testing {

bool JoinedFeed::receive_one() {
  if (inbox_.empty()) return false;
  const Message message = std::move(inbox_.front());
  inbox_.pop_front();
  std::visit([this](const auto& data) { receive(data); }, message);
  return true;
}

void JoinedFeed::begin_interest(const BookingId& booking, std::uint16_t shard) {
  local_.begin_interest(booking, shard);
  if (++shards_following_[booking] == 1) send(Interest{booking, true});
}

void JoinedFeed::end_interest(const BookingId& booking, std::uint16_t shard) {
  local_.end_interest(booking, shard);
  if (--shards_following_[booking] == 0) send(Interest{booking, false});
}

void JoinedFeed::publish(const OutgoingPosition& position, std::uint16_t from) {
  if (local_.has_others()) local_.publish(position, from);
  if (followed_elsewhere_[position.update.booking_id]) send(position.update);
}

void JoinedFeed::tell(const FeedNotice& notice, std::uint16_t except) {
  local_.tell(notice, except);
  send(notice);
}

void JoinedFeed::ask(const PositionQuestion& question, std::uint16_t from) {
  if (local_.owns(question.pilot) || !other_->local_.owns(question.pilot)) {
    return local_.ask(question, from);
  }
  PositionQuestion sent = question;
  sent.asker.node = kOther;
  send(sent);
}

void JoinedFeed::answer(const FeedAddress& asker, const PositionAnswer& answer,
                        std::uint16_t from) {
  if (asker.node == FeedAddress::kThisNode) return local_.answer(asker, answer, from);
  send(Answer{{.node = FeedAddress::kThisNode, .shard = asker.shard}, answer});
}

}  // namespace waycast::gateway::testing
