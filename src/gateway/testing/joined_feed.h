// Two servers as one, for tests: the booking feed of one process, joined to that of another by a
// wire that the test holds in its hands. Only data crosses it.
#pragma once

#include <deque>
#include <unordered_map>
#include <utility>
#include <variant>

#include "gateway/shard_feed.h"

namespace waycast::gateway::testing {

class JoinedFeed final : public BookingFeed {
 public:
  explicit JoinedFeed(ShardFeed& local) : local_(local) { set_has_others(true); }
  void join(JoinedFeed& other) { other_ = &other; }

  // Delivers the oldest message that is on its way here; false if there is none.
  bool receive_one();
  std::size_t positions_received() const { return positions_received_; }

  void begin_interest(const BookingId& booking, std::uint16_t shard) override;
  void end_interest(const BookingId& booking, std::uint16_t shard) override;
  void publish(const OutgoingPosition& position, std::uint16_t from) override;
  void tell(const FeedNotice& notice, std::uint16_t except) override;
  void ask(const PositionQuestion& question, std::uint16_t from) override;
  void answer(const FeedAddress& asker, const PositionAnswer& answer, std::uint16_t from) override;

 private:
  static constexpr std::uint16_t kOther = 1;  // to each the other node is this one

  struct Interest {
    BookingId booking;
    bool begins;
  };
  struct Answer {
    FeedAddress asker;
    PositionAnswer answer;
  };
  using Message = std::variant<Interest, LocationUpdate, FeedNotice, PositionQuestion, Answer>;

  void send(Message message) { other_->inbox_.push_back(std::move(message)); }
  void receive(const Interest& interest) {
    followed_elsewhere_[interest.booking] = interest.begins;
  }
  void receive(const LocationUpdate& update) {
    ++positions_received_;
    local_.publish(FeedPosition::of(update).outgoing(), kNoShard);
  }
  void receive(const FeedNotice& notice) { local_.tell(notice); }
  void receive(const PositionQuestion& question) { local_.ask_from_elsewhere(question); }
  void receive(const Answer& answer) { local_.answer(answer.asker, answer.answer, kNoShard); }

  ShardFeed& local_;
  JoinedFeed* other_ = nullptr;
  std::deque<Message> inbox_;
  std::unordered_map<BookingId, int> shards_following_;
  std::unordered_map<BookingId, bool> followed_elsewhere_;
  std::size_t positions_received_ = 0;
};

}  // namespace waycast::gateway::testing
