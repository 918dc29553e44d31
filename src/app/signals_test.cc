#include "app/signals.h"

#include <gtest/gtest.h>

#include <csignal>

namespace waycast::app {
namespace {

using std::chrono::seconds;

TEST(Signals, HangupReloadsAndTerminationStops) {
  Signals signals;
  signals.listen();
  signals.started();
  ::kill(::getpid(), SIGHUP);
  EXPECT_EQ(signals.next(), Signals::Event::kReload);
  EXPECT_EQ(signals.stop_signal(), 0);
  ::kill(::getpid(), SIGTERM);
  EXPECT_EQ(signals.next(), Signals::Event::kStop);
  EXPECT_EQ(signals.stop_signal(), SIGTERM);
}

TEST(Signals, QuitStopsAndUserSignalsDoNothing) {
  Signals signals;
  signals.listen();
  ::kill(::getpid(), SIGUSR1);
  ::kill(::getpid(), SIGUSR2);
  EXPECT_FALSE(signals.stop_within(Duration{0}));
  ::kill(::getpid(), SIGQUIT);
  EXPECT_TRUE(signals.stop_within(seconds{20}));
  EXPECT_EQ(signals.stop_signal(), SIGQUIT);
}

TEST(Signals, WhatCameBeforeAnybodyListenedIsHeard) {
  Signals signals;
  ::kill(::getpid(), SIGINT);
  signals.listen();
  EXPECT_TRUE(signals.stop_within(seconds{20}));
  EXPECT_EQ(signals.stop_signal(), SIGINT);
}

TEST(Signals, ASecondSignalEndsTheProcess) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        Signals signals;
        signals.listen();
        ::kill(::getpid(), SIGTERM);
        signals.stop_within(seconds{20});
        ::kill(::getpid(), SIGTERM);
        for (;;) ::pause();
      },
      testing::KilledBySignal(SIGTERM), "");
}

TEST(Signals, AStartUpThatDoesNotGiveWayIsEnded) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        Signals signals(Duration{50});
        signals.listen();
        ::kill(::getpid(), SIGTERM);
        for (;;) ::pause();
      },
      testing::ExitedWithCode(0), "");
}

TEST(Signals, AServerThatStopsHasItsTime) {
  Signals signals(Duration{1});
  signals.listen();
  signals.started();
  ::kill(::getpid(), SIGTERM);
  EXPECT_TRUE(signals.stop_within(seconds{20}));
  EXPECT_EQ(signals.stop_signal(), SIGTERM);
}

}  // namespace
}  // namespace waycast::app
