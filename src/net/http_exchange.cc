#include "net/http_exchange.h"

#include "net/http_connection.h"

namespace waycast::net {

HttpExchange::HttpExchange(HttpConnection& connection, http::Request request)
    : connection_(&connection), request_(std::move(request)) {}

HttpExchange::~HttpExchange() {
  if (connection_ != nullptr) {
    take_connection()->respond_unanswered(request_);
  }
}

void HttpExchange::respond(http::Response response) {
  if (connection_ != nullptr) take_connection()->respond(response);
}

const std::optional<websocket::Acceptance>& HttpExchange::acceptance() const {
  if (!std::exchange(is_checked_, true)) {
    if (auto checked = websocket::check_handshake(request_)) acceptance_ = *std::move(checked);
  }
  return acceptance_;
}

bool HttpExchange::is_websocket_upgrade() const { return acceptance().has_value(); }

WebSocket* HttpExchange::accept_websocket(std::unique_ptr<WebSocketListener> listener,
                                          std::size_t max_message) {
  if (connection_ == nullptr || !acceptance()) return nullptr;
  return take_connection()->become_websocket(*acceptance(), std::move(listener), max_message);
}

void HttpExchange::hand_over(Shard& to, UniqueFunction<void(std::unique_ptr<Exchange>)> then) {
  if (connection_ == nullptr) return;
  take_connection()->hand_over(to, std::move(request_), std::move(then));
}

// The client may have ended its half before anybody asked: told later, as if it were now.
void HttpExchange::on_abandoned(Task task) {
  if (input_ended_ && connection_ != nullptr) return connection_->post(std::move(task));
  abandoned_ = std::move(task);
}

void HttpExchange::on_input_ended() {
  input_ended_ = true;
  if (abandoned_) std::exchange(abandoned_, {})();
}

void HttpExchange::abandon() {
  connection_ = nullptr;
  if (abandoned_) std::exchange(abandoned_, {})();
}

}  // namespace waycast::net
