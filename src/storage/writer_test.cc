// The commit engine on a database that is none: what it asks of a backend, and in which order.
#include "storage/writer.h"

#include <gtest/gtest.h>

#include <future>
#include <string>

namespace waycast {
namespace {

class FakeDatabase final : public WriteSession {
 public:
  struct Log {
    std::vector<std::string> calls;
    int commits_to_fail = 0;
  };
  explicit FakeDatabase(Log& log) : log_(log) {}

  Result<void> begin() override { return note("begin"); }
  Result<void> commit(SteadyTime) override {
    if (log_.commits_to_fail == 0) return note("commit");
    --log_.commits_to_fail;
    (void)note("failed commit");
    return fail(Code::kDatabase);
  }
  void rollback() override { (void)note("rollback"); }
  Result<AppendOutcome> append(const std::vector<const PointRow*>& points) override {
    if (!points.empty()) (void)note("points " + std::to_string(points.size()));
    return AppendOutcome{points.size(), 0};
  }
  Result<AppendOutcome> append_batch(const std::vector<PointRow>& points) override {
    return AppendOutcome{points.size(), 0};
  }
  StoreWrites& writes() override { std::abort(); }  // the operations below write nothing
  Result<bool> run(Operation& operation) override {
    const bool keeps = operation(*this);
    (void)note(keeps ? "kept" : "undone");
    return keeps;
  }
  bool take_up_put_off() override { return false; }
  void rest() override {}

 private:
  Result<void> note(std::string call) {
    log_.calls.push_back(std::move(call));
    return {};
  }
  Log& log_;
};

class AtOnce final : public Executor {
 public:
  void post(Task task) override { task(); }
};

class WriterTest : public ::testing::Test {
 protected:
  using Calls = std::vector<std::string>;

  // A group has just been taken: everything pushed from now on waits for finish(), as one group.
  void SetUp() override {
    std::promise<void> taken;
    PendingOperation first;
    first.reply_to = &replies;
    first.run = [](WriteSession&) { return true; };
    first.finish = [&taken](const Result<void>&) { taken.set_value(); };
    ASSERT_TRUE(writer->push(first));
    taken.get_future().wait();
    log.calls.clear();
  }
  void push(bool keeps) {
    PendingOperation operation;
    operation.reply_to = &replies;
    operation.run = [keeps](WriteSession&) { return keeps; };
    operation.finish = [this](const Result<void>& committed) {
      answers.push_back(committed.has_value());
    };
    ASSERT_TRUE(writer->push(operation));
  }
  const Calls& finish() {
    writer->stop();
    return log.calls;
  }

  FakeDatabase::Log log;
  StoreCounters counters;
  AtOnce replies;
  std::vector<bool> answers;
  std::unique_ptr<Writer> writer = std::make_unique<Writer>(
      std::make_unique<FakeDatabase>(log),
      GroupSettings{.group_wait = std::chrono::hours{1}, .point_wait = std::chrono::hours{1}},
      counters);
};

TEST_F(WriterTest, AGroupIsOneTransactionInTheOrderOfItsComing) {
  push(true);
  push(false);
  push(true);
  EXPECT_EQ(finish(), (Calls{"begin", "kept", "undone", "kept", "commit"}));
  EXPECT_EQ(answers, (std::vector{true, false, true}));
}

TEST_F(WriterTest, AGroupThatFailsIsTriedOneByOneInTheSameOrder) {
  log.commits_to_fail = 2;
  push(true);
  push(true);
  EXPECT_EQ(finish(), (Calls{"begin", "kept", "kept", "failed commit",  // together
                             "begin", "kept", "failed commit",          // the first
                             "begin", "kept", "commit"}));              // the second
  EXPECT_EQ(answers, (std::vector{false, true}));
  EXPECT_EQ(counters.failed_commits, 1U);
}

}  // namespace
}  // namespace waycast
