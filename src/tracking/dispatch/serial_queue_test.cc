#include "tracking/dispatch/serial_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "base/manual_loop.h"

namespace waycast {
namespace {

using Queue = SerialQueue<std::string>;
using ::testing::ElementsAre;

class SerialQueueTest : public ::testing::Test {
 protected:
  ManualLoop loop;
  std::vector<std::string> log;
  std::deque<Queue::Turn> held;
  std::optional<Queue> queue{std::in_place, loop};

  void hold(const std::string& key, const std::string& name) {
    queue->run(key, [this, name](Queue::Turn turn) {
      log.push_back(name);
      held.push_back(std::move(turn));
    });
  }
  void release() {
    held.pop_front();
    loop.run();
  }
};

TEST_F(SerialQueueTest, TheNextStepBeginsWhenTheTurnEnds) {
  hold("a", "first");
  hold("a", "second");
  EXPECT_THAT(log, ElementsAre("first"));
  release();
  EXPECT_THAT(log, ElementsAre("first", "second"));
  release();
  EXPECT_TRUE(queue->is_idle());
}

TEST_F(SerialQueueTest, KeysDoNotWaitForEachOther) {
  hold("a", "a");
  hold("b", "b");
  EXPECT_THAT(log, ElementsAre("a", "b"));
}

TEST_F(SerialQueueTest, StepsThatEndAtOnceKeepTheirOrder) {
  queue->run("a", [this](Queue::Turn) {
    queue->run("a", [this](Queue::Turn) { log.push_back("inner"); });
    log.push_back("outer");
  });
  hold("a", "last");
  loop.run();
  EXPECT_THAT(log, ElementsAre("outer", "inner", "last"));
}

TEST_F(SerialQueueTest, ATurnMayOutliveTheQueue) {
  hold("a", "first");
  hold("a", "never");
  queue.reset();
  release();
  EXPECT_THAT(log, ElementsAre("first"));
}

}  // namespace
}  // namespace waycast
