// The far end of a WebSocket under test: whatever text it gets, it sends back.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/http_server.h"
#include "net/web_socket.h"
#include "protocol/websocket/frame.h"

namespace waycast::net::testing {

inline engineio::PacketRef text_packet(std::string_view text) {
  std::string bytes = websocket::encode_frame(websocket::Opcode::kText, text);
  const auto header = static_cast<std::uint8_t>(bytes.size() - text.size());
  return std::make_shared<const engineio::EncodedPacket>(std::move(bytes), header, false);
}

// Sends every message back.
class EchoListener final : public WebSocketListener {
 public:
  // The socket is known only after the listener was given away.
  static void accept(std::unique_ptr<Exchange> exchange, std::size_t max_message = 1 << 20) {
    auto listener = std::make_unique<EchoListener>();
    EchoListener& self = *listener;
    self.socket_ = exchange->accept_websocket(std::move(listener), max_message);
  }
  void on_text(std::string_view message) override { socket_->send(text_packet(message), {}); }
  void on_binary(std::string_view) override {}
  void on_closed(std::uint16_t) override {}

 private:
  WebSocket* socket_ = nullptr;
};

}  // namespace waycast::net::testing
