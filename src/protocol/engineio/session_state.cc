#include "protocol/engineio/session_state.h"

#include <algorithm>

namespace waycast::engineio {

using Kind = Action::Kind;

namespace {

constexpr Duration kPunctual{50};

}  // namespace

SessionState::SessionState(const Settings& settings, Transport transport, SteadyTime now)
    : settings_(&settings), heartbeat_(now + settings.ping_interval), transport_(transport) {}

SteadyTime SessionState::deadline() const {
  return upgrade_ == Upgrade::kNone ? heartbeat_ : std::min(heartbeat_, upgrade_deadline_);
}

Actions SessionState::text(Source source, std::string_view packet, SteadyTime now) {
  if (ended()) return {};
  if (source == Source::kCandidate) return candidate_packet(packet);
  return transport_packet(packet.empty() ? '\0' : packet[0], now);
}

Actions SessionState::transport_packet(char type, SteadyTime now) {
  switch (static_cast<PacketType>(type)) {
    case PacketType::kMessage:
      return {{Kind::kDeliver}};
    case PacketType::kPong:
      if (!awaiting_pong_) return {};
      awaiting_pong_ = false;
      // Counted from the ping, so that slow answers do not add up.
      heartbeat_ = std::max(now, heartbeat_ - settings_->ping_timeout + settings_->ping_interval);
      return {};
    case PacketType::kClose:
      // The poll that was sent beside it may arrive after it.
      linger_answer_ = Kind::kNoopPoll;
      return transport_ == Transport::kPolling && !poll_pending_
                 ? linger(CloseReason::kClientClose, now)
                 : end(CloseReason::kClientClose, Kind::kNoopPoll);
    case PacketType::kUpgrade:
    case PacketType::kNoop:
      return {};
    default:  // pings and open packets are the server's to send
      return end(CloseReason::kParseError);
  }
}

Actions SessionState::candidate_packet(std::string_view packet) {
  Actions actions;
  if (upgrade_ == Upgrade::kWaiting && packet == "2probe") {
    upgrade_ = Upgrade::kProbed;
    actions.add({Kind::kAnswerProbe});
    take_poll(actions, Kind::kNoopPoll);
  } else if (upgrade_ == Upgrade::kProbed && packet == "5") {
    upgrade_ = Upgrade::kNone;
    transport_ = Transport::kWebSocket;
    take_poll(actions, Kind::kNoopPoll);
    actions.add({Kind::kUpgrade});
  } else {
    return drop_candidate();
  }
  return actions;
}

Actions SessionState::binary(Source source) {
  if (ended()) return {};
  if (source == Source::kCandidate) return drop_candidate();
  return {{Kind::kDeliver}};
}

Actions SessionState::malformed(Source source, CloseReason reason) {
  if (ended()) return {};
  return source == Source::kCandidate ? drop_candidate() : end(reason);
}

Actions SessionState::poll(std::size_t queued) {
  if (phase_ == Phase::kLingering) {
    phase_ = Phase::kGone;
    return {{linger_answer_}, {Kind::kForget}};
  }
  if (ended() || transport_ != Transport::kPolling) return {{Kind::kRefuse}};
  if (poll_pending_) {
    Actions actions{{Kind::kRefuse}};
    for (const Action& action : end(CloseReason::kTransportError)) actions.add(action);
    return actions;
  }
  if (queued > 0) return {{Kind::kAnswerPoll}};
  if (upgrade_ == Upgrade::kProbed) return {{Kind::kNoopPoll}};
  poll_pending_ = true;
  return {};
}

Actions SessionState::poll_lost() {
  if (!poll_pending_) return {};
  poll_pending_ = false;
  return end(CloseReason::kTransportClose);
}

Actions SessionState::post() const {
  if (ended() || transport_ != Transport::kPolling) return {{Kind::kRefuse}};
  return {};
}

Actions SessionState::queued() {
  Actions actions;
  take_poll(actions, Kind::kAnswerPoll);
  return actions;
}

SessionState::Verdict SessionState::candidate(SteadyTime now) {
  if (ended() || transport_ != Transport::kPolling || upgrade_ != Upgrade::kNone ||
      !settings_->allow_upgrade) {
    return Verdict::kRefuse;
  }
  upgrade_ = Upgrade::kWaiting;
  upgrade_deadline_ = now + settings_->upgrade_timeout;
  return Verdict::kAccept;
}

Actions SessionState::lost(Source source, CloseReason reason) {
  if (ended()) return {};
  if (source == Source::kCandidate) {
    upgrade_ = Upgrade::kNone;
    return {};
  }
  return end(reason);
}

Actions SessionState::drop_candidate() {
  if (upgrade_ == Upgrade::kNone) return {};
  upgrade_ = Upgrade::kNone;
  return {{Kind::kDropCandidate}};
}

Actions SessionState::close(CloseReason reason, std::size_t queued, SteadyTime now) {
  if (ended()) return {};
  const bool lingers = transport_ == Transport::kPolling && !poll_pending_ && queued > 0;
  return lingers ? linger(reason, now) : end(reason);
}

Actions SessionState::linger(CloseReason reason, SteadyTime now) {
  phase_ = Phase::kLingering;
  upgrade_ = Upgrade::kNone;
  heartbeat_ = now + kLinger;
  return {{Kind::kEnd, reason}};
}

// `farewell` is what a pending poll is answered with.
Actions SessionState::end(CloseReason reason, Action::Kind farewell) {
  Actions actions;
  if (ended()) return actions;
  take_poll(actions, farewell);
  phase_ = Phase::kGone;
  upgrade_ = Upgrade::kNone;
  actions.add({Kind::kEnd, reason});
  actions.add({Kind::kForget});
  return actions;
}

void SessionState::take_poll(Actions& actions, Action::Kind answer) {
  if (!poll_pending_) return;
  poll_pending_ = false;
  actions.add({answer});
}

Actions SessionState::timer(SteadyTime now) {
  if (phase_ == Phase::kLingering && now >= heartbeat_) {
    phase_ = Phase::kGone;
    return {{Kind::kForget}};
  }
  if (ended()) return {};
  if (upgrade_ != Upgrade::kNone && now >= upgrade_deadline_) return drop_candidate();
  if (now < heartbeat_) return {};
  if (awaiting_pong_) return end(CloseReason::kPingTimeout);
  awaiting_pong_ = true;
  // From when the ping was due, since timers are coarse; but a stalled server is not the client's
  // fault.
  const bool punctual = now - heartbeat_ <= kPunctual;
  heartbeat_ = (punctual ? heartbeat_ : now) + settings_->ping_timeout;
  return {{Kind::kSendPing}};
}

}  // namespace waycast::engineio
