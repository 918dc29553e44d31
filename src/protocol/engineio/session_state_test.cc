#include "protocol/engineio/session_state.h"

#include <gtest/gtest.h>

#include "protocol/engineio/open_packet.h"

namespace waycast::engineio {
namespace {

using namespace std::chrono_literals;
using Verdict = SessionState::Verdict;

const Settings kSettings;  // 25 s, 20 s, 10 s
constexpr SteadyTime kStart{1'000s};

std::string name(const Action& action) {
  switch (action.kind) {
    case Action::Kind::kSendPing:
      return "ping";
    case Action::Kind::kDeliver:
      return "deliver";
    case Action::Kind::kAnswerPoll:
      return "answer";
    case Action::Kind::kNoopPoll:
      return "noop";
    case Action::Kind::kClosePoll:
      return "close-poll";
    case Action::Kind::kAnswerProbe:
      return "probe";
    case Action::Kind::kUpgrade:
      return "upgrade";
    case Action::Kind::kDropCandidate:
      return "drop";
    case Action::Kind::kRefuse:
      return "refuse";
    case Action::Kind::kEnd:
      return "end(" + std::to_string(static_cast<int>(action.reason)) + ")";
    case Action::Kind::kForget:
      return "forget";
  }
  return "?";
}

std::string names(const Actions& actions) {
  std::string out;
  for (const Action& action : actions) out += (out.empty() ? "" : " ") + name(action);
  return out;
}

std::string end(CloseReason reason) {
  return "end(" + std::to_string(static_cast<int>(reason)) + ")";
}

std::string end_forget(CloseReason reason) { return end(reason) + " forget"; }

SessionState polling() { return {kSettings, Transport::kPolling, kStart}; }
SessionState websocket() { return {kSettings, Transport::kWebSocket, kStart}; }

TEST(OpenPacket, SaysWhatTheClientNeeds) {
  EXPECT_EQ(encode_open(kSettings, "abc", Transport::kPolling)->payload(),
            "0{\"sid\":\"abc\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
            "\"pingTimeout\":20000,\"maxPayload\":1000000}");
  EXPECT_NE(encode_open(kSettings, "abc", Transport::kWebSocket)->payload().find("\"upgrades\":[]"),
            std::string_view::npos);
}

TEST(SessionState, PingsAndWaitsForThePong) {
  SessionState state = websocket();
  EXPECT_EQ(state.deadline(), kStart + 25s);
  EXPECT_EQ(names(state.timer(kStart + 24s)), "");
  EXPECT_EQ(names(state.timer(kStart + 25s)), "ping");
  EXPECT_EQ(state.deadline(), kStart + 45s);
  EXPECT_EQ(names(state.text(Source::kWebSocket, "3", kStart + 30s)), "");
  EXPECT_EQ(state.deadline(), kStart + 50s) << "an interval after the last ping";
  EXPECT_EQ(names(state.timer(kStart + 50s)), "ping");
  EXPECT_EQ(names(state.timer(kStart + 70s)), end_forget(CloseReason::kPingTimeout));
  EXPECT_TRUE(state.ended());
}

TEST(SessionState, ALateTimerShortensTheWaitOnlyIfItIsSlightlyLate) {
  SessionState punctual = websocket();
  punctual.timer(kStart + 25s + 8ms);
  EXPECT_EQ(punctual.deadline(), kStart + 45s);
  SessionState stalled = websocket();
  stalled.timer(kStart + 30s);
  EXPECT_EQ(stalled.deadline(), kStart + 50s);
}

TEST(SessionState, OnlyAPongKeepsASessionAlive) {
  SessionState state = websocket();
  EXPECT_EQ(names(state.text(Source::kWebSocket, "3", kStart + 20s)), "");
  EXPECT_EQ(state.deadline(), kStart + 25s) << "a pong that was not asked for";
  state.timer(kStart + 25s);
  EXPECT_EQ(names(state.text(Source::kWebSocket, "4hi", kStart + 44s)), "deliver");
  EXPECT_EQ(names(state.timer(kStart + 45s)), end_forget(CloseReason::kPingTimeout));
}

TEST(SessionState, DeliversMessagesOfAnOpenWebSocketTheShortWay) {
  SessionState state = websocket();
  EXPECT_TRUE(state.delivers("4hi"));
  EXPECT_FALSE(state.delivers("3"));
  EXPECT_FALSE(state.delivers(""));
  EXPECT_EQ(names(state.binary(Source::kWebSocket)), "deliver");
  EXPECT_FALSE(polling().delivers("4hi"));
  state.close(CloseReason::kServerClose, 0, kStart);
  EXPECT_FALSE(state.delivers("4hi"));
  EXPECT_EQ(names(state.binary(Source::kWebSocket)), "");
}

TEST(SessionState, EndsOnWhatTheProtocolDoesNotAllow) {
  for (const std::string_view packet : {"", "x", "abc", "2", "0{}", "7"}) {
    SessionState state = websocket();
    EXPECT_EQ(names(state.text(Source::kWebSocket, packet, kStart)),
              end_forget(CloseReason::kParseError))
        << packet;
    EXPECT_EQ(names(state.text(Source::kWebSocket, "4late", kStart)), "");
  }
  SessionState state = websocket();
  EXPECT_EQ(names(state.text(Source::kWebSocket, "6", kStart)), "");
  EXPECT_EQ(names(state.malformed(Source::kWebSocket, CloseReason::kPayloadTooLarge)),
            end_forget(CloseReason::kPayloadTooLarge));
}

TEST(SessionState, EndsWithItsWebSocket) {
  SessionState state = websocket();
  EXPECT_EQ(names(state.lost(Source::kWebSocket, CloseReason::kTransportClose)),
            end_forget(CloseReason::kTransportClose));
  EXPECT_EQ(names(state.lost(Source::kWebSocket, CloseReason::kTransportClose)), "");
}

TEST(SessionState, HoldsAPollUntilSomethingIsQueued) {
  SessionState state = polling();
  EXPECT_EQ(names(state.queued()), "");
  EXPECT_EQ(names(state.poll(1)), "answer");
  EXPECT_FALSE(state.poll_pending());
  EXPECT_EQ(names(state.poll(0)), "");
  EXPECT_TRUE(state.poll_pending());
  EXPECT_EQ(names(state.queued()), "answer");
  EXPECT_EQ(names(state.queued()), "");
  EXPECT_EQ(names(state.post()), "");
}

TEST(SessionState, ASecondPollEndsTheSession) {
  SessionState state = polling();
  state.poll(0);
  EXPECT_EQ(names(state.poll(0)), "refuse close-poll " + end_forget(CloseReason::kTransportError));
  EXPECT_EQ(names(state.poll(0)), "refuse");
  EXPECT_EQ(names(state.post()), "refuse");
}

TEST(SessionState, AnAbandonedPollEndsTheSession) {
  SessionState state = polling();
  EXPECT_EQ(names(state.poll_lost()), "");
  state.poll(0);
  EXPECT_EQ(names(state.poll_lost()), end_forget(CloseReason::kTransportClose));
}

TEST(SessionState, AClientsCloseAnswersThePollWithANoop) {
  SessionState state = polling();
  state.poll(0);
  EXPECT_EQ(names(state.text(Source::kPolling, "1", kStart)),
            "noop " + end_forget(CloseReason::kClientClose));
}

TEST(SessionState, APollThatArrivesAfterTheClientsCloseIsAnsweredOnceToo) {
  SessionState state = polling();
  EXPECT_EQ(names(state.text(Source::kPolling, "1", kStart)), end(CloseReason::kClientClose));
  EXPECT_TRUE(state.ended());
  EXPECT_EQ(names(state.poll(0)), "noop forget");
  EXPECT_EQ(names(state.poll(0)), "refuse");
}

TEST(SessionState, Upgrades) {
  SessionState state = polling();
  state.poll(0);
  EXPECT_EQ(state.candidate(kStart), Verdict::kAccept);
  EXPECT_EQ(names(state.text(Source::kCandidate, "2probe", kStart)), "probe noop");
  EXPECT_EQ(names(state.poll(0)), "noop") << "a poll meanwhile does not wait";
  EXPECT_EQ(names(state.poll(2)), "answer");
  EXPECT_EQ(state.transport(), Transport::kPolling);
  EXPECT_EQ(names(state.text(Source::kCandidate, "5", kStart)), "upgrade");
  EXPECT_EQ(state.transport(), Transport::kWebSocket);
  EXPECT_EQ(names(state.poll(0)), "refuse");
  EXPECT_EQ(names(state.post()), "refuse");
  EXPECT_EQ(state.candidate(kStart), Verdict::kRefuse);
  EXPECT_EQ(names(state.text(Source::kWebSocket, "4hi", kStart)), "deliver");
  EXPECT_EQ(names(state.timer(kStart + 25s)), "ping") << "the heartbeat goes on";
}

TEST(SessionState, AnUpgradeHasLimitedTime) {
  for (const bool probed : {false, true}) {
    SessionState state = polling();
    state.candidate(kStart);
    if (probed) state.text(Source::kCandidate, "2probe", kStart);
    EXPECT_EQ(state.deadline(), kStart + 10s);
    EXPECT_EQ(names(state.timer(kStart + 10s)), "drop");
    EXPECT_EQ(names(state.poll(0)), "") << "polling goes on";
    EXPECT_EQ(state.deadline(), kStart + 25s);
    EXPECT_EQ(state.candidate(kStart + 11s), Verdict::kAccept);
  }
}

TEST(SessionState, ABadCandidateLeavesTheSessionAlone) {
  for (const std::string_view first : {"5", "2", "4hi", "", "3probe"}) {
    SessionState state = polling();
    state.candidate(kStart);
    EXPECT_EQ(names(state.text(Source::kCandidate, first, kStart)), "drop") << first;
    EXPECT_FALSE(state.ended());
  }
  SessionState state = polling();
  state.candidate(kStart);
  EXPECT_EQ(state.candidate(kStart), Verdict::kRefuse) << "one at a time";
  EXPECT_EQ(names(state.lost(Source::kCandidate, CloseReason::kTransportClose)), "");
  EXPECT_EQ(state.candidate(kStart), Verdict::kAccept);
  EXPECT_EQ(names(state.binary(Source::kCandidate)), "drop");
  state.candidate(kStart);
  EXPECT_EQ(names(state.malformed(Source::kCandidate, CloseReason::kParseError)), "drop");
}

TEST(SessionState, RefusesUpgradesThatAreSwitchedOff) {
  Settings settings;
  settings.allow_upgrade = false;
  SessionState state(settings, Transport::kPolling, kStart);
  EXPECT_EQ(state.candidate(kStart), Verdict::kRefuse);
}

TEST(SessionState, TheServersCloseReachesAPollingClient) {
  SessionState pending = polling();
  pending.poll(0);
  EXPECT_EQ(names(pending.close(CloseReason::kServerClose, 1, kStart)),
            "close-poll " + end_forget(CloseReason::kServerClose));

  SessionState absent = polling();
  EXPECT_EQ(names(absent.close(CloseReason::kServerClose, 1, kStart)),
            end(CloseReason::kServerClose));
  EXPECT_EQ(names(absent.post()), "refuse");
  EXPECT_EQ(names(absent.poll(1)), "close-poll forget");

  SessionState never = polling();
  never.close(CloseReason::kServerClose, 1, kStart);
  EXPECT_EQ(never.deadline(), kStart + SessionState::kLinger);
  EXPECT_EQ(names(never.timer(kStart + SessionState::kLinger)), "forget");

  SessionState nothing_queued = polling();
  EXPECT_EQ(names(nothing_queued.close(CloseReason::kServerClose, 0, kStart)),
            end_forget(CloseReason::kServerClose));
}

}  // namespace
}  // namespace waycast::engineio
