#include "tracking/matching/match_round.h"

#include <gtest/gtest.h>

namespace waycast {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const PilotId kAna("ana"), kBen("ben"), kCleo("cleo");

class MatchRoundTest : public ::testing::Test {
 protected:
  MatchSettings settings;
  SteadyTime now{Duration{1'000'000}};
  MatchRound round{settings, now};

  // Searches, with `pilot` the one to be offered.
  void offer(const PilotId& pilot) {
    ASSERT_EQ(round.next(now).offers, 1);
    round.found({pilot}, {pilot}, now);
  }
  void offer_and_time_out(const PilotId& pilot) {
    offer(pilot);
    round.answered(pilot, OfferState::kTimeout, now);
  }
};

TEST_F(MatchRoundTest, AsksTheNextOneAfterADecline) {
  offer(kAna);
  EXPECT_EQ(round.next(now).offers, 0);
  EXPECT_FALSE(round.next(now).until);
  round.answered(kAna, OfferState::kDeclined, now);
  EXPECT_EQ(round.next(now).offers, 1);
  EXPECT_TRUE(round.excludes(kAna, now));
  EXPECT_FALSE(round.excludes(kBen, now));
}

TEST_F(MatchRoundTest, FiveAttemptsThenAPauseThenANewRoundThatMayAskTheSamePilots) {
  for (int i = 0; i < 5; ++i) offer_and_time_out(PilotId(std::to_string(i)));
  EXPECT_EQ(round.number(), 1);
  EXPECT_TRUE(round.excludes(PilotId("0"), now));
  const MatchAction pause = round.next(now);
  EXPECT_EQ(pause.offers, 0);
  EXPECT_EQ(pause.until, now + settings.retry_after);
  now += settings.retry_after;
  EXPECT_EQ(round.next(now).offers, 1);
  EXPECT_EQ(round.number(), 2);
  EXPECT_FALSE(round.excludes(PilotId("0"), now));
}

TEST_F(MatchRoundTest, NobodyFoundPausesUntilTheRetry) {
  ASSERT_EQ(round.next(now).offers, 1);
  round.found({}, {}, now);
  EXPECT_EQ(round.next(now).until, now + settings.retry_after);
}

TEST_F(MatchRoundTest, APilotWhoAppearsEndsThePause) {
  round.next(now);
  round.found({}, {}, now);
  EXPECT_TRUE(round.appeared(kAna, now));
  EXPECT_EQ(round.next(now).offers, 1);
}

TEST_F(MatchRoundTest, PilotsAlreadyAskedOrPassedOverDoNotEndThePause) {
  settings.attempts_per_round = 1;
  ASSERT_EQ(round.next(now).offers, 1);
  round.found({kAna}, {kAna, kBen}, now);
  round.answered(kAna, OfferState::kTimeout, now);
  round.next(now);
  EXPECT_FALSE(round.appeared(kAna, now));
  EXPECT_FALSE(round.appeared(kBen, now));
  EXPECT_TRUE(round.appeared(kCleo, now));
}

TEST_F(MatchRoundTest, ADeclineIsRespectedForAWhileAcrossRounds) {
  offer(kAna);
  round.answered(kAna, OfferState::kDeclined, now);
  now += settings.declined_pause - seconds(1);
  round.next(now);
  round.found({}, {}, now);
  EXPECT_TRUE(round.excludes(kAna, now));
  now += seconds(1) + settings.retry_after;
  EXPECT_EQ(round.next(now).offers, 1);
  EXPECT_FALSE(round.excludes(kAna, now));
}

TEST_F(MatchRoundTest, AFanoutIsKeptFull) {
  settings.offer_fanout = 3;
  EXPECT_EQ(round.next(now).offers, 3);
  round.found({kAna, kBen}, {kAna, kBen}, now);
  EXPECT_EQ(round.next(now).offers, 1);
  round.found({}, {}, now);
  EXPECT_EQ(round.next(now).offers, 0);
  EXPECT_TRUE(round.appeared(kCleo, now));
  EXPECT_EQ(round.next(now).offers, 1);
}

TEST_F(MatchRoundTest, ThreePilotsAskedAtOnceAreOneAttempt) {
  settings.offer_fanout = 3;
  settings.attempts_per_round = 1;
  ASSERT_EQ(round.next(now).offers, 3);
  round.found({kAna, kBen, kCleo}, {kAna, kBen, kCleo}, now);
  round.answered(kAna, OfferState::kDeclined, now);
  EXPECT_EQ(round.next(now).offers, 0);
  EXPECT_FALSE(round.next(now).until) << "the other two may still accept";
}

TEST_F(MatchRoundTest, AScheduledBookingWaitsForItsTime) {
  MatchRound later(settings, now + minutes(10));
  EXPECT_EQ(later.next(now).until, now + minutes(10));
  EXPECT_FALSE(later.appeared(kAna, now));
  EXPECT_EQ(later.next(now + minutes(10)).offers, 1);
}

TEST_F(MatchRoundTest, OffersThatCouldNotBeStoredAreTriedAgainLater) {
  ASSERT_EQ(round.next(now).offers, 1);
  round.found({kAna}, {kAna}, now);
  round.failed({kAna}, now);
  EXPECT_EQ(round.next(now).until, now + settings.retry_after);
  now += settings.retry_after;
  EXPECT_EQ(round.next(now).offers, 1);
  EXPECT_FALSE(round.excludes(kAna, now));
}

TEST_F(MatchRoundTest, ARestartKeepsTheRoundAndWhoIsAsked) {
  round.resume({.number = 4, .attempts = 1, .asked = {kAna}, .pending = {kAna}});
  EXPECT_EQ(round.number(), 4);
  EXPECT_EQ(round.next(now).offers, 0);
  round.answered(kAna, OfferState::kTimeout, now);
  EXPECT_EQ(round.next(now).offers, 1);
  EXPECT_TRUE(round.excludes(kAna, now));
}

TEST_F(MatchRoundTest, ARestartGivesARoundNoMoreAttempts) {
  round.resume({.number = 1, .attempts = 4, .asked = {kAna, kBen}, .pending = {kBen}});
  round.answered(kBen, OfferState::kTimeout, now);
  EXPECT_TRUE(round.excludes(kAna, now)) << "asked before the restart";
  offer_and_time_out(kCleo);
  EXPECT_EQ(round.next(now).offers, 0);
}

}  // namespace
}  // namespace waycast
