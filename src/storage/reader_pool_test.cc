#include "storage/reader_pool.h"

#include <gtest/gtest.h>

#include <future>

#include "storage/sqlite/latest_positions.h"
#include "storage/sqlite/read_session.h"

namespace waycast {
namespace {

// Runs what is posted inside the post: the answers come from the readers' threads.
class PostedAtOnce final : public Executor {
 public:
  void post(Task task) override { task(); }
};

class ReaderPoolTest : public ::testing::Test {
 protected:
  using Answer = std::promise<Result<void>>;

  static std::unique_ptr<sqlite::Connection> connection() {
    return std::move(
        *sqlite::Connection::open(":memory:", sqlite::OpenMode::kReadWrite, Duration{0}));
  }
  std::vector<std::unique_ptr<ReadSession>> sessions(int count) {
    std::vector<std::unique_ptr<ReadSession>> made;
    for (int i = 0; i < count; ++i) {
      made.push_back(std::make_unique<sqlite::ReadSession>(connection(), unwritten));
    }
    return made;
  }

  // A read that lasts until `gate` is ready; it says on `begun` that it runs.
  ReaderPool::Request request(std::string long_of, Answer& answer,
                              std::promise<void>* begun = nullptr) {
    return {&replies,
            [this, &answer, begun](Result<StoreReads*> reads) -> Task {
              if (begun != nullptr) {
                begun->set_value();
                gate.wait();
              }
              const Result<void> result = reads ? Result<void>() : std::unexpected(reads.error());
              return [&answer, result] { answer.set_value(result); };
            },
            std::move(long_of)};
  }

  std::unique_ptr<sqlite::Connection> writer = connection();
  sqlite::LatestPositions unwritten{*writer, Duration{0}};
  PostedAtOnce replies;
  StoreCounters counters;
  std::promise<void> open_gate;
  std::shared_future<void> gate = open_gate.get_future().share();
};

TEST_F(ReaderPoolTest, LongReadsKeepOneReaderAndShortOnesHaveTheOther) {
  ReaderPool pool(sessions(2), {.waiting = 10, .long_waiting = 10, .long_of_one = 10}, counters);
  Answer first, second, quick;
  std::promise<void> begun;
  pool.push(request("a", first, &begun));
  begun.get_future().wait();
  pool.push(request("a", second));
  pool.push(request({}, quick));
  EXPECT_TRUE(quick.get_future().get());
  auto waits = second.get_future();
  EXPECT_EQ(waits.wait_for(std::chrono::seconds(0)), std::future_status::timeout)
      << "the second long one waits for the first";
  open_gate.set_value();
  EXPECT_TRUE(first.get_future().get());
  EXPECT_TRUE(waits.get());
}

TEST_F(ReaderPoolTest, ASingleReaderPrefersShortReads) {
  ReaderPool pool(sessions(1), {.waiting = 10, .long_waiting = 10, .long_of_one = 10}, counters);
  Answer held, slow, quick;
  std::promise<void> begun;
  pool.push(request({}, held, &begun));
  begun.get_future().wait();
  auto slow_done = slow.get_future(), quick_done = quick.get_future();
  pool.push(request("a", slow));
  pool.push({&replies,
             [&](Result<StoreReads*>) -> Task {
               const bool is_first =
                   slow_done.wait_for(std::chrono::seconds(0)) == std::future_status::timeout;
               return [&quick, is_first] {
                 quick.set_value(is_first ? Result<void>() : fail(Code::kInternal));
               };
             },
             {}});
  open_gate.set_value();
  EXPECT_TRUE(quick_done.get());
  EXPECT_TRUE(slow_done.get());
}

TEST_F(ReaderPoolTest, BeyondTheirQueuesReadsAreUnavailable) {
  ReaderPool pool(sessions(1), {.waiting = 1, .long_waiting = 1, .long_of_one = 10}, counters);
  Answer held, queued, refused, long_queued, long_refused;
  std::promise<void> begun;
  pool.push(request({}, held, &begun));
  begun.get_future().wait();
  pool.push(request({}, queued));
  pool.push(request({}, refused));
  EXPECT_EQ(refused.get_future().get().error().code, Code::kUnavailable);
  pool.push(request("a", long_queued));
  pool.push(request("a", long_refused));
  EXPECT_EQ(long_refused.get_future().get().error().code, Code::kUnavailable);
  EXPECT_EQ(counters.reads_refused, 1U);
  EXPECT_EQ(counters.long_reads_refused, 1U);
  open_gate.set_value();
  EXPECT_TRUE(queued.get_future().get());
  EXPECT_TRUE(long_queued.get_future().get());
}

TEST_F(ReaderPoolTest, AnAccountHasAFewLongReadsAndLeavesRoomForOthers) {
  ReaderPool pool(sessions(2), {.waiting = 10, .long_waiting = 10, .long_of_one = 2}, counters);
  Answer first, second, refused, other, again;
  std::promise<void> begun;
  pool.push(request("a", first, &begun));
  begun.get_future().wait();
  pool.push(request("a", second));
  pool.push(request("a", refused));
  EXPECT_EQ(refused.get_future().get().error().code, Code::kRateLimit);
  pool.push(request("b", other));
  open_gate.set_value();
  EXPECT_TRUE(second.get_future().get());
  EXPECT_TRUE(other.get_future().get()) << "by now both of the account's have ended";
  pool.push(request("a", again));
  EXPECT_TRUE(again.get_future().get());
}

}  // namespace
}  // namespace waycast
