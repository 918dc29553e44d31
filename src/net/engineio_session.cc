#include "net/engineio_session.h"

#include <algorithm>
#include <utility>

#include "net/engineio_answers.h"
#include "net/engineio_close_codes.h"
#include "net/engineio_endpoint.h"
#include "net/engineio_handshake.h"
#include "net/engineio_polling.h"
#include "protocol/engineio/base64.h"
#include "protocol/engineio/payload.h"
#include "protocol/engineio/sid.h"
#include "protocol/websocket/frame.h"

namespace waycast::net {

using engineio::Action;
using engineio::CloseReason;
using engineio::Source;
using engineio::Transport;

namespace {

constexpr Duration kPongTravels{1'000};

// Few do: most queries are looked through once, not taken apart.
bool asks_for_base64(std::string_view query) {
  return query.find("b64") != query.npos && !http::query_value(query, "b64").value.empty();
}

}  // namespace

EngineioSession::EngineioSession(EngineioEndpoint& endpoint, Transport transport,
                                 const http::Request& request, SessionGate::Pass pass)
    : endpoint_(endpoint),
      pass_(std::move(pass)),
      sid_(engineio::new_sid(endpoint.shard().index())),
      state_(endpoint.settings().engine, transport, endpoint.now()),
      heard_at_(endpoint.now()),
      polling_(transport == Transport::kPolling ? std::make_unique<Polling>() : nullptr),
      handshake_(
          std::make_unique<http::Request>(kept_handshake(request, endpoint.settings().handshake))),
      wants_base64_(asks_for_base64(request.query())) {}

EngineioSession::~EngineioSession() {
  if (link_ != nullptr) link_->drop(websocket::kCloseGoingAway);
  drop_candidate();
}

void EngineioSession::trust() {
  is_trusted_ = true;
  if (link_ != nullptr) tell_trust(link_->socket());
}

void EngineioSession::tell_trust(WebSocket& socket) const {
  socket.set_max_queued(max_queued());
  if (is_trusted_) socket.trust();
}

std::size_t EngineioSession::max_queued() const {
  const engineio::Settings& settings = endpoint_.settings().engine;
  return is_trusted_ ? settings.max_queued_bytes
                     : std::min(settings.max_queued_bytes, engineio::kMaxQueuedOfStranger);
}

void EngineioSession::send(engineio::PacketRef packet, engineio::Delivery delivery) {
  if (state_.ended()) return;
  if (wants_base64_ && packet->is_binary()) {
    packet = engineio::EncodedPacket::base64(packet->payload());
  }
  if (link_ == nullptr) return queue_for_poll(std::move(packet), delivery);
  if (link_->socket().send(std::move(packet), delivery) == WebSocket::Sent::kOverflow) {
    close(CloseReason::kQueueOverflow);
  }
}

void EngineioSession::queue_for_poll(engineio::PacketRef packet, engineio::Delivery delivery) {
  const auto pushed =
      polling_->outbox.push(std::move(packet), delivery, state_.poll_pending(), max_queued());
  if (pushed == engineio::Outbox::Push::kOverflow) return close(CloseReason::kQueueOverflow);
  if (state_.poll_pending() && !std::exchange(polling_->flush_posted, true)) {
    endpoint_.post_flush(sid_);
  }
}

void EngineioSession::flush_poll() {
  if (!polling_) return;
  polling_->flush_posted = false;
  if (!polling_->outbox.empty()) perform(state_.queued());
}

void EngineioSession::close(CloseReason reason) {
  const std::size_t queued = polling_ ? polling_->outbox.size() : 0;
  perform(state_.close(reason, queued, endpoint_.now()));
}

std::size_t EngineioSession::queued_bytes() const {
  if (link_ != nullptr) return link_->socket().queued_bytes();
  return polling_ ? polling_->outbox.bytes() : 0;
}

bool EngineioSession::is_silent(SteadyTime now) const {
  const Duration interval = endpoint_.settings().engine.ping_interval;
  return now - heard_at_ > interval + std::min(interval / 4, kPongTravels);
}

Source EngineioSession::source_of(const EngineioLink& link) const {
  return &link == link_ ? Source::kWebSocket : Source::kCandidate;
}

void EngineioSession::on_text(EngineioLink& link, std::string_view packet) {
  if (&link == link_ && state_.delivers(packet)) {
    heard_at_ = endpoint_.now();
    return listener_->on_message(packet.substr(1));
  }
  if (packet.starts_with(engineio::kBase64Mark)) return take_base64(source_of(link), packet);
  take(source_of(link), false, packet);
}

void EngineioSession::take_base64(Source source, std::string_view packet) {
  const auto bytes = engineio::decode_base64(packet.substr(1));
  if (!bytes) return perform(state_.malformed(source, CloseReason::kParseError));
  take(source, true, *bytes);
}

void EngineioSession::on_binary(EngineioLink& link, std::string_view bytes) {
  take(source_of(link), true, bytes);
}

void EngineioSession::take(Source source, bool binary, std::string_view packet) {
  heard_at_ = endpoint_.now();
  if (binary) return perform(state_.binary(source), {true, packet});
  const std::string_view data = packet.empty() ? packet : packet.substr(1);
  perform(state_.text(source, packet, endpoint_.now()), {false, data});
}

void EngineioSession::on_closed(EngineioLink& link, std::uint16_t code) {
  const Source source = source_of(link);
  if (source == Source::kWebSocket) {
    link_ = nullptr;
  } else if (polling_) {
    polling_->candidate = nullptr;
  }
  perform(state_.lost(source, reason_of(code)));
}

void EngineioSession::on_timer() {
  timer_at_ = {};
  perform(state_.timer(endpoint_.now()));
}

void EngineioSession::set_timer() {
  const SteadyTime due = state_.deadline();
  if (forgotten_) return endpoint_.shard().disarm(*this);
  if (due == timer_at_) return;
  timer_at_ = due;
  endpoint_.shard().arm(*this, std::max(Duration(0), due - endpoint_.now()));
}

void EngineioSession::perform(const engineio::Actions& actions, Message message) {
  for (const Action& action : actions) perform(action, message);
  set_timer();
}

void EngineioSession::perform(const Action& action, Message message) {
  switch (action.kind) {
    case Action::Kind::kSendPing:
      return send(endpoint_.packets().ping, {});
    case Action::Kind::kDeliver:
      return message.binary ? listener_->on_binary(message.data)
                            : listener_->on_message(message.data);
    case Action::Kind::kAnswerPoll:
      return answer_poll(take_payload());
    case Action::Kind::kNoopPoll:
      return answer_poll(std::string(endpoint_.packets().noop->payload()));
    case Action::Kind::kClosePoll:
      polling_->outbox.push(endpoint_.packets().close, {.continues = true}, true, 0);
      return answer_poll(take_payload());
    case Action::Kind::kAnswerProbe:
      polling_->candidate->socket().send(endpoint_.packets().probe, {});
      return;
    case Action::Kind::kUpgrade:
      return upgrade();
    case Action::Kind::kDropCandidate:
      return drop_candidate();
    case Action::Kind::kRefuse:
      return;  // answered by whoever holds the exchange
    case Action::Kind::kEnd:
      return end(action.reason);
    case Action::Kind::kForget:
      forgotten_ = true;
      return endpoint_.post_finish(sid_);
  }
}

std::string EngineioSession::take_payload() {
  return engineio::encode_payload(polling_->outbox.take());
}

void EngineioSession::answer_poll(std::string payload) {
  const std::unique_ptr<Exchange> poll = std::move(polling_->poll);
  if (poll) endpoint_.respond(*poll, payload_answer(std::move(payload)));
}

void EngineioSession::upgrade() {
  link_ = std::exchange(polling_->candidate, nullptr);
  tell_trust(link_->socket());
  const std::unique_ptr<Polling> polling = std::move(polling_);
  endpoint_.count_upgrade();
  link_->socket().send_all(std::move(polling->outbox));
}

void EngineioSession::drop_candidate() {
  if (!polling_ || polling_->candidate == nullptr) return;
  std::exchange(polling_->candidate, nullptr)->drop(websocket::kCloseNormal);
}

void EngineioSession::end(CloseReason reason) {
  reason_ = reason;
  drop_candidate();
  if (link_ != nullptr) std::exchange(link_, nullptr)->drop(close_code(reason));
  endpoint_.post_finish(sid_);
}

bool EngineioSession::finish() {
  if (const auto listener = std::move(listener_)) {
    endpoint_.count_close(reason_);
    listener->on_close(reason_);
  }
  return forgotten_;
}

}  // namespace waycast::net
