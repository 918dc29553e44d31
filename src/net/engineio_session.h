// One Engine.IO session on its shard: performs what engineio::SessionState decides, on HTTP
// exchanges and WebSockets.
//
// A session over WebSocket holds no queue, no buffer and no request: an idle one costs its own
// size.
#pragma once

#include <memory>
#include <string>

#include "net/engineio_link.h"
#include "net/http_server.h"
#include "net/session_gate.h"
#include "net/timer_wheel.h"
#include "protocol/engineio/application.h"
#include "protocol/engineio/session_state.h"

namespace waycast::net {

class EngineioEndpoint;

// Owned by its endpoint, used on its shard only.
class EngineioSession final : public engineio::Session, private WheelTimer {
 public:
  EngineioSession(EngineioEndpoint& endpoint, engineio::Transport transport,
                  const http::Request& request, SessionGate::Pass pass);
  ~EngineioSession() override;

  const std::string& sid() const override { return sid_; }
  const http::Request* handshake() const override { return handshake_.get(); }
  void forget_handshake() override { handshake_.reset(); }
  void trust() override;
  void send(engineio::PacketRef packet, engineio::Delivery delivery) override;
  void close(engineio::CloseReason reason) override;
  std::size_t queued_bytes() const override;
  bool is_websocket() const override { return link_ != nullptr; }
  SteadyTime heard_at() const override { return heard_at_; }
  bool is_silent(SteadyTime now) const override;

  // Each answers the exchange. False: refused, the session is to be destroyed.
  bool open_polling(std::unique_ptr<Exchange> exchange);
  bool open_websocket(std::unique_ptr<Exchange> exchange);

  void on_poll(std::unique_ptr<Exchange> exchange);
  // `post` expires when the whole POST is here, or will not come.
  void on_post_begins(std::weak_ptr<void> post);
  void on_post(std::unique_ptr<Exchange> exchange);
  void on_candidate(std::unique_ptr<Exchange> exchange);
  void on_poll_abandoned();

  void on_text(EngineioLink& link, std::string_view packet);
  void on_binary(EngineioLink& link, std::string_view bytes);
  void on_closed(EngineioLink& link, std::uint16_t code);

  void flush_poll();
  // Tells the application of the end, from the loop. True: nothing is left to wait for.
  bool finish();

 private:
  struct Polling;
  struct Message {  // what the client sent, without Engine.IO's type digit
    bool binary = false;
    std::string_view data;
  };

  void on_timer() override;
  void perform(const engineio::Actions& actions, Message message);
  void perform(const engineio::Actions& actions) { perform(actions, Message{}); }
  void perform(const engineio::Action& action, Message message);
  void take(engineio::Source source, bool binary, std::string_view packet);
  void take_base64(engineio::Source source, std::string_view packet);
  void deliver(Message message);
  void answer_poll(std::string payload);
  std::string take_payload();
  void queue_for_poll(engineio::PacketRef packet, engineio::Delivery delivery);
  void upgrade();
  void drop_candidate();
  void end(engineio::CloseReason reason);
  void set_timer();
  void tell_trust(WebSocket& socket) const;
  std::size_t max_queued() const;
  EngineioLink* accept(Exchange& exchange);
  engineio::Source source_of(const EngineioLink& link) const;

  EngineioEndpoint& endpoint_;
  const SessionGate::Pass pass_;
  const std::string sid_;
  engineio::SessionState state_;
  SteadyTime timer_at_{};
  SteadyTime heard_at_;
  EngineioLink* link_ = nullptr;      // the transport; null while polling
  std::unique_ptr<Polling> polling_;  // null over WebSocket
  std::unique_ptr<engineio::SessionListener> listener_;
  std::unique_ptr<http::Request> handshake_;
  bool wants_base64_;  // says that it cannot take binary frames
  engineio::CloseReason reason_ = engineio::CloseReason::kTransportClose;
  bool forgotten_ = false;
  bool is_trusted_ = false;
};

}  // namespace waycast::net
