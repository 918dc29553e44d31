#include "base/timer_queue.h"

#include <gtest/gtest.h>

#include <future>

#include "base/thread_loop.h"

namespace waycast {
namespace {

SteadyTime timer_at(int ms) { return SteadyTime(Duration(ms)); }

TEST(TimerQueue, GivesWhatIsDueInItsOrder) {
  TimerQueue timers;
  std::string order;
  timers.add(timer_at(20), [&] { order += 'c'; });
  timers.add(timer_at(10), [&] { order += 'a'; });
  timers.add(timer_at(10), [&] { order += 'b'; });
  EXPECT_EQ(timers.next_due(), timer_at(10));
  EXPECT_FALSE(timers.take_due(timer_at(9)));
  while (auto task = timers.take_due(timer_at(20))) (*task)();
  EXPECT_EQ(order, "abc");
  EXPECT_FALSE(timers.next_due());
}

TEST(TimerQueue, ACancelledTimerIsGoneAndAFiredOneIsNobodys) {
  TimerQueue timers;
  const TimerId first = timers.add(timer_at(1), [] {});
  const TimerId second = timers.add(timer_at(2), [] {});
  timers.cancel(first);
  timers.cancel(first);
  EXPECT_EQ(timers.next_due(), timer_at(2));
  EXPECT_TRUE(timers.take_due(timer_at(2)));
  timers.cancel(second);
  EXPECT_EQ(timers.size(), 0U);
}

// Where cancelling looks through all timers, this takes a minute and more.
TEST(TimerQueue, CancellingOneOfManyIsCheap) {
  TimerQueue timers;
  constexpr int kMany = 100'000;
  std::vector<TimerId> ids;
  for (int i = 0; i < kMany; ++i) ids.push_back(timers.add(timer_at(i), [] {}));
  const auto started = std::chrono::steady_clock::now();
  for (const TimerId id : ids) timers.cancel(id);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(10));
  EXPECT_EQ(timers.size(), 0U);
}

TEST(ThreadLoopTimers, ThousandsThatAreDueAtOnceLetOthersThrough) {
  const SystemClock clock;
  ThreadLoop loop(clock);
  constexpr int kTimers = 1'000;
  std::promise<int> fired_before;
  int fired = 0;
  loop.post([&] {
    for (int i = 0; i < kTimers; ++i) {
      loop.after(Duration(0), [&] {
        if (++fired == 1) loop.post([&] { fired_before.set_value(fired); });
      });
    }
  });
  EXPECT_LT(fired_before.get_future().get(), kTimers / 2);
  loop.stop();
}

}  // namespace
}  // namespace waycast
