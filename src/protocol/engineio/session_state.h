// What one Engine.IO session on the server does next, without sockets (Engine.IO protocol v4).
//
// Inputs are what happened and when; outputs are actions for the owner to perform, in their order.
// Between inputs the owner calls timer() at deadline(), which changes with every input.
//
//   client:   GET poll ─ POST ─ WebSocket (transport or candidate of an upgrade)
//   upgrade:  candidate arrives, `2probe` -> kAnswerProbe, pending poll -> kNoopPoll, `5` ->
//   kUpgrade
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "protocol/engineio/application.h"
#include "protocol/engineio/packet.h"

namespace waycast::engineio {

enum class Transport : std::uint8_t { kPolling, kWebSocket };
enum class Source : std::uint8_t { kPolling, kWebSocket, kCandidate };

struct Action {
  enum class Kind : std::uint8_t {
    kSendPing,       // queue a ping packet
    kDeliver,        // the packet just given is a message for the application
    kAnswerPoll,     // answer the pending poll with all that is queued
    kNoopPoll,       // answer the pending poll with a noop packet
    kClosePoll,      // answer the pending poll with all that is queued and a close packet
    kAnswerProbe,    // send `3probe` to the candidate
    kUpgrade,        // the candidate is the transport now: move to it what is queued
    kDropCandidate,  // close the candidate; the session goes on
    kRefuse,         // answer the request just given with HTTP 400
    kEnd,            // tell the application (reason), close WebSockets
    kForget,         // free the session; the last action
  };
  Kind kind;
  CloseReason reason = CloseReason::kTransportClose;  // of kEnd

  friend bool operator==(const Action&, const Action&) = default;
};

// A few actions, in order, without an allocation.
class Actions {
 public:
  Actions() = default;
  Actions(std::initializer_list<Action> actions) {
    for (const Action& action : actions) add(action);
  }
  void add(Action action) { items_[size_++] = action; }
  bool empty() const { return size_ == 0; }
  const Action* begin() const { return items_.data(); }
  const Action* end() const { return items_.data() + size_; }

 private:
  std::array<Action, 4> items_{};
  std::uint8_t size_ = 0;
};

class SessionState {
 public:
  // How long a session over polling waits for a last poll after it was closed.
  static constexpr Duration kLinger{5'000};

  // The open packet is the owner's to send. `settings` outlives the state.
  SessionState(const Settings& settings, Transport transport, SteadyTime now);

  Transport transport() const { return transport_; }
  bool ended() const { return phase_ != Phase::kOpen; }
  bool poll_pending() const { return poll_pending_; }
  SteadyTime deadline() const;  // when to call timer()

  // True if a text packet of the WebSocket transport is a message, to be delivered with no other
  // effect: the short way for what is frequent.
  bool delivers(std::string_view packet) const {
    return transport_ == Transport::kWebSocket && phase_ == Phase::kOpen && packet.starts_with('4');
  }

  // A text packet with its type digit, as it came over WebSocket or in a polling body.
  Actions text(Source source, std::string_view packet, SteadyTime now);
  Actions binary(Source source);
  // A body or frame that cannot be read.
  Actions malformed(Source source, CloseReason reason);

  // A GET. Either a kRefuse is among the actions, or the request is the pending poll now.
  // `queued`: packets that wait.
  Actions poll(std::size_t queued);
  // The client went away from its pending poll.
  Actions poll_lost();
  // A POST: empty, or kRefuse.
  Actions post() const;
  // Something was queued.
  Actions queued();

  enum class Verdict : std::uint8_t { kAccept, kRefuse };
  // A WebSocket for this session. kRefuse: it is none of the session's.
  Verdict candidate(SteadyTime now);
  // A WebSocket is gone.
  Actions lost(Source source, CloseReason reason);

  // The server ends the session.
  Actions close(CloseReason reason, std::size_t queued, SteadyTime now);

  Actions timer(SteadyTime now);

 private:
  enum class Phase : std::uint8_t { kOpen, kLingering, kGone };
  enum class Upgrade : std::uint8_t { kNone, kWaiting, kProbed };

  Actions transport_packet(char type, SteadyTime now);
  Actions candidate_packet(std::string_view packet);
  Actions drop_candidate();
  Actions linger(CloseReason reason, SteadyTime now);
  Actions end(CloseReason reason, Action::Kind farewell = Action::Kind::kClosePoll);
  void take_poll(Actions& actions, Action::Kind answer);

  const Settings* settings_;
  SteadyTime heartbeat_;  // the next ping, or the end of waiting for its pong; or of lingering
  SteadyTime upgrade_deadline_;  // while upgrade_ is not kNone
  Transport transport_;
  Phase phase_ = Phase::kOpen;
  Action::Kind linger_answer_ = Action::Kind::kClosePoll;  // to the last poll
  Upgrade upgrade_ = Upgrade::kNone;
  bool poll_pending_ = false;
  bool awaiting_pong_ = false;
};

}  // namespace waycast::engineio
