// The Exchange of one request on an HttpConnection. Each knows the other until one of them ends.
#pragma once

#include <optional>
#include <string>

#include "net/http_server.h"
#include "protocol/websocket/handshake.h"

namespace waycast::net {

class HttpConnection;

class HttpExchange final : public Exchange {
 public:
  HttpExchange(HttpConnection& connection, http::Request request);
  ~HttpExchange() override;  // unanswered: 500

  const http::Request& request() const override { return request_; }
  void respond(http::Response response) override;
  bool is_websocket_upgrade() const override;
  WebSocket* accept_websocket(std::unique_ptr<WebSocketListener> listener,
                              std::size_t max_message) override;
  void on_abandoned(Task task) override;
  void hand_over(Shard& to, UniqueFunction<void(std::unique_ptr<Exchange>)> then) override;

  void abandon();         // the connection is gone
  void on_input_ended();  // the client will send no more; it may still read

 private:
  HttpConnection* take_connection() { return std::exchange(connection_, nullptr); }
  const std::optional<websocket::Acceptance>& acceptance() const;

  HttpConnection* connection_;
  http::Request request_;
  Task abandoned_;
  bool input_ended_ = false;
  mutable bool is_checked_ = false;
  mutable std::optional<websocket::Acceptance> acceptance_;
};

}  // namespace waycast::net
