// The tie between one WebSocket and the Engine.IO session that uses it. Either may end first.
#pragma once

#include <cstdint>
#include <string_view>

#include "net/http_server.h"
#include "net/web_socket.h"

namespace waycast::net {

class EngineioSession;

// Owned by the WebSocket's connection.
class EngineioLink final : public WebSocketListener {
 public:
  explicit EngineioLink(EngineioSession& session) : session_(&session) {}

  void set_socket(WebSocket& socket) { socket_ = &socket; }
  WebSocket& socket() const { return *socket_; }

  // The session wants no more of it: closes the WebSocket after what is queued.
  void drop(std::uint16_t code);

  void on_text(std::string_view message) override;
  void on_binary(std::string_view message) override;
  void on_closed(std::uint16_t code) override;

 private:
  EngineioSession* session_;  // null once dropped
  WebSocket* socket_ = nullptr;
};

}  // namespace waycast::net
