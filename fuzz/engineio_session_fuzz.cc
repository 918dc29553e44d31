// Any order of events keeps the invariants of a session: it ends once, is forgotten once and last,
// polls are answered when and only when one is pending.
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "protocol/engineio/session_state.h"

using namespace waycast;
using namespace waycast::engineio;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// A client and an owner that do as they are told.
class Model {
 public:
  explicit Model(Transport transport) : state_(settings_, transport, now_) {}

  void step(std::uint8_t event, std::string_view packet) {
    now_ += Duration{event * 100};
    switch (event % 10) {
      case 0:
        return poll();
      case 1:
        return poll_lost();
      case 2:
        return apply(state_.text(source(event), packet, now_));
      case 3:
        return apply(state_.binary(source(event)));
      case 4:
        return candidate();
      case 5:
        return lost(source(event));
      case 6:
        return apply(state_.close(CloseReason::kServerClose, event % 3, now_));
      case 7:
        return apply(state_.timer(now_));
      case 8:
        return apply(state_.queued());
      default:
        return apply(state_.malformed(source(event), CloseReason::kParseError));
    }
  }

 private:
  Source source(std::uint8_t event) const {
    if (candidate_ && event % 2 == 0) return Source::kCandidate;
    return state_.transport() == Transport::kPolling ? Source::kPolling : Source::kWebSocket;
  }

  void poll() {
    const bool pending = pending_;
    const Actions actions = state_.poll(0);
    const bool refused = !actions.empty() && actions.begin()->kind == Action::Kind::kRefuse;
    if (!refused) {
      require(!pending);
      pending_ = true;
    }
    apply(actions);
  }

  void poll_lost() {
    if (pending_) {
      pending_ = false;
      apply(state_.poll_lost());
    }
  }

  void candidate() {
    if (state_.candidate(now_) == SessionState::Verdict::kAccept) {
      require(!candidate_ && !ended_);
      candidate_ = true;
    }
  }

  void lost(Source source) {
    if (source == Source::kPolling) return;
    if (source == Source::kCandidate) candidate_ = false;
    apply(state_.lost(source, CloseReason::kTransportClose));
  }

  void apply(const Actions& actions) {
    for (const Action& action : actions) {
      require(!forgotten_ || action.kind == Action::Kind::kRefuse);
      apply(action.kind);
    }
    require(state_.poll_pending() == pending_);
    require(state_.ended() == ended_);
  }

  void apply(Action::Kind kind) {
    switch (kind) {
      case Action::Kind::kAnswerPoll:
      case Action::Kind::kNoopPoll:
      case Action::Kind::kClosePoll:
        require(pending_);
        pending_ = false;
        break;
      case Action::Kind::kAnswerProbe:
        require(candidate_);
        break;
      case Action::Kind::kUpgrade:
      case Action::Kind::kDropCandidate:
        require(candidate_);
        candidate_ = false;
        break;
      case Action::Kind::kSendPing:
      case Action::Kind::kDeliver:
        require(!ended_);
        break;
      case Action::Kind::kRefuse:
        break;
      case Action::Kind::kEnd:
        require(!ended_);
        ended_ = true;
        candidate_ = false;
        break;
      case Action::Kind::kForget:
        require(ended_);
        forgotten_ = true;
        break;
    }
  }

  const Settings settings_;
  SteadyTime now_{Duration{1'000'000}};
  SessionState state_;
  bool pending_ = false;
  bool candidate_ = false;
  bool ended_ = false;
  bool forgotten_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr std::string_view kPackets[] = {"2probe", "5", "3", "4hi", "1", "6", "2", "", "x"};
  Model model(data[0] % 2 == 0 ? Transport::kPolling : Transport::kWebSocket);
  for (std::size_t i = 1; i + 1 < size; i += 2) {
    model.step(data[i], kPackets[data[i + 1] % std::size(kPackets)]);
  }
  return 0;
}
