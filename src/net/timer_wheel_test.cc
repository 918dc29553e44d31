#include "net/timer_wheel.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <random>
#include <vector>

namespace waycast::net {
namespace {

constexpr SteadyTime kStart{Duration{1'000'000}};

struct Probe final : WheelTimer {
  Probe(std::vector<int>& fired, int name) : fired_(fired), name_(name) {}
  void on_timer() override {
    fired_.push_back(name_);
    if (then) then();
  }
  std::vector<int>& fired_;
  int name_;
  std::function<void()> then;
};

class TimerWheelTest : public ::testing::Test {
 protected:
  // Sleeps as a loop would: from one next_due() to the next.
  void advance_to(SteadyTime end) {
    while (const auto due = wheel.next_due()) {
      if (*due > end) break;
      now = std::max(now, *due);
      wheel.advance(now);
    }
    now = end;
    wheel.advance(now);
  }

  TimerWheel wheel{kStart};
  SteadyTime now = kStart;
  std::vector<int> log;
};

TEST_F(TimerWheelTest, FiresInTimeNeverEarly) {
  for (const int delay : {0, 1, 7, 8, 9, 500, 512, 513, 25'000, 32'768, 45'000, 3'600'000}) {
    Probe probe(log, delay);
    log.clear();
    const SteadyTime due = now + Duration{delay};
    wheel.arm(probe, now, Duration{delay});
    if (delay > 0) advance_to(due - Duration{1});
    EXPECT_TRUE(log.empty()) << delay;
    advance_to(due + 2 * TimerWheel::kTick);
    EXPECT_EQ(log.size(), 1u) << delay;
    EXPECT_FALSE(probe.is_armed());
  }
}

TEST_F(TimerWheelTest, FiresThousandsInOrderOfTheirTicks) {
  std::mt19937 random(7);
  std::vector<std::unique_ptr<Probe>> probes;
  for (int i = 0; i < 5'000; ++i) {
    const int delay = static_cast<int>(random() % 200'000);
    probes.push_back(std::make_unique<Probe>(log, delay));
    wheel.arm(*probes.back(), now, Duration{delay});
  }
  EXPECT_EQ(wheel.size(), 5'000u);
  advance_to(now + Duration{200'100});
  ASSERT_EQ(log.size(), 5'000u);
  for (std::size_t i = 1; i < log.size(); ++i) EXPECT_GE(log[i] + 8, log[i - 1]);
  EXPECT_EQ(wheel.next_due(), std::nullopt);
}

TEST_F(TimerWheelTest, ADisarmedOrDestroyedTimerStaysSilent) {
  Probe kept(log, 1);
  Probe disarmed(log, 2);
  auto destroyed = std::make_unique<Probe>(log, 3);
  for (Probe* probe : {&kept, &disarmed, destroyed.get()}) wheel.arm(*probe, now, Duration{700});
  wheel.disarm(disarmed);
  destroyed.reset();
  advance_to(now + Duration{1'000});
  EXPECT_EQ(log, std::vector<int>{1});
  EXPECT_EQ(wheel.size(), 0u);
}

TEST_F(TimerWheelTest, RearmingMovesATimer) {
  Probe probe(log, 1);
  wheel.arm(probe, now, Duration{100});
  advance_to(now + Duration{50});
  wheel.arm(probe, now, Duration{100});
  advance_to(now + Duration{99});
  EXPECT_TRUE(log.empty());
  advance_to(now + Duration{20});
  EXPECT_EQ(log.size(), 1u);
}

TEST_F(TimerWheelTest, TimersMayDestroyEachOtherAndRearmWhileFiring) {
  auto victim = std::make_unique<Probe>(log, 2);
  Probe killer(log, 1);
  killer.then = [&] {
    victim.reset();
    if (log.size() < 3) wheel.arm(killer, now, Duration{80});
  };
  wheel.arm(killer, now, Duration{80});
  wheel.arm(*victim, now, Duration{80});
  advance_to(now + Duration{1'000});
  EXPECT_EQ(log, (std::vector<int>{1, 1, 1}));
}

TEST_F(TimerWheelTest, AWheelThatWasNotAskedForLongStillFiresAll) {
  Probe near(log, 1);
  Probe far(log, 2);
  wheel.arm(far, now, Duration{90'000});
  wheel.arm(near, now, Duration{20});
  wheel.advance(now + Duration{1'000'000});
  EXPECT_EQ(log, (std::vector<int>{1, 2}));
}

TEST_F(TimerWheelTest, ADestroyedWheelDisarmsItsTimers) {
  Probe probe(log, 1);
  {
    TimerWheel other(kStart);
    other.arm(probe, now, Duration{10});
  }
  EXPECT_FALSE(probe.is_armed());
}

}  // namespace
}  // namespace waycast::net
