// An EngineioSession's answers to its HTTP requests.
#include <utility>

#include "net/engineio_answers.h"
#include "net/engineio_endpoint.h"
#include "net/engineio_polling.h"
#include "protocol/engineio/open_packet.h"
#include "protocol/engineio/payload.h"
#include "protocol/websocket/frame.h"

namespace waycast::net {

using engineio::Action;
using engineio::CloseReason;
using engineio::Source;
using engineio::Transport;

bool EngineioSession::open_polling(std::unique_ptr<Exchange> exchange) {
  listener_ = endpoint_.application().on_session(*this);
  if (!listener_) {
    endpoint_.respond(*exchange, error_answer(EngineioError::kForbidden, exchange->request()));
    return false;
  }
  const engineio::PacketRef open =
      engineio::encode_open(endpoint_.settings().engine, sid_, Transport::kPolling);
  endpoint_.respond(*exchange, payload_answer(std::string(open->payload())));
  set_timer();
  return true;
}

bool EngineioSession::open_websocket(std::unique_ptr<Exchange> exchange) {
  link_ = accept(*exchange);
  if (link_ == nullptr) return false;
  link_->socket().send(
      engineio::encode_open(endpoint_.settings().engine, sid_, Transport::kWebSocket), {});
  listener_ = endpoint_.application().on_session(*this);
  set_timer();
  return listener_ != nullptr;
}

EngineioLink* EngineioSession::accept(Exchange& exchange) {
  auto owned = std::make_unique<EngineioLink>(*this);
  EngineioLink* link = owned.get();
  const engineio::Settings& settings = endpoint_.settings().engine;
  WebSocket* socket = exchange.accept_websocket(std::move(owned), settings.max_payload);
  if (socket == nullptr) return nullptr;
  socket->set_max_queued(max_queued());
  link->set_socket(*socket);
  return link;
}

void EngineioSession::on_poll(std::unique_ptr<Exchange> exchange) {
  // A client that is silent for too long is refused at that moment, not at the next tick.
  if (endpoint_.now() >= state_.deadline()) perform(state_.timer(endpoint_.now()));
  const engineio::Actions actions = state_.poll(polling_ ? polling_->outbox.size() : 0);
  if (!actions.empty() && actions.begin()->kind == Action::Kind::kRefuse) {
    endpoint_.respond(*exchange, error_answer(EngineioError::kBadRequest, exchange->request()));
    return perform(actions);
  }
  heard_at_ = endpoint_.now();
  if (state_.poll_pending()) endpoint_.watch_poll(*exchange, sid_);
  polling_->poll = std::move(exchange);
  perform(actions);
}

// A client that only ended its half of the connection reads that its session is over.
void EngineioSession::on_poll_abandoned() {
  if (polling_ && polling_->poll) perform(Action{Action::Kind::kClosePoll}, {});
  perform(state_.poll_lost());
}

// A client sends one POST after the other, so that its packets keep their order.
void EngineioSession::on_post_begins(std::weak_ptr<void> post) {
  if (!polling_) return;
  const bool overlaps = !std::exchange(polling_->arriving, std::move(post)).expired();
  if (overlaps) perform(state_.malformed(Source::kPolling, CloseReason::kTransportError));
}

void EngineioSession::on_post(std::unique_ptr<Exchange> exchange) {
  const http::Request& request = exchange->request();
  bool refused = !state_.post().empty();
  if (!refused && request.body.size() > endpoint_.settings().engine.max_payload) {
    refused = true;
    perform(state_.malformed(Source::kPolling, CloseReason::kPayloadTooLarge));
  }
  if (!refused) {
    engineio::PayloadReader reader(request.body);
    while (!state_.ended() && reader.next()) {
      take(Source::kPolling, reader.packet().binary, reader.packet().data);
    }
    if (reader.malformed()) perform(state_.malformed(Source::kPolling, CloseReason::kParseError));
    refused = state_.ended() && reason_ == CloseReason::kParseError;
  }
  endpoint_.respond(*exchange,
                    refused ? error_answer(EngineioError::kBadRequest, request) : post_answer());
}

void EngineioSession::on_candidate(std::unique_ptr<Exchange> exchange) {
  const bool accepted =
      state_.candidate(endpoint_.now()) == engineio::SessionState::Verdict::kAccept;
  EngineioLink* link = accept(*exchange);
  if (link == nullptr) {
    if (accepted) perform(state_.lost(Source::kCandidate, CloseReason::kTransportClose));
    return;
  }
  if (!accepted) return link->drop(websocket::kCloseNormal);
  polling_->candidate = link;
  set_timer();
}

}  // namespace waycast::net
