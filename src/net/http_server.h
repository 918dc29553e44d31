// HTTP/1.1 as its users see it: a handler gets a request and answers it now or later (RFC 9112).
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/function.h"
#include "protocol/http/message.h"

namespace waycast::net {

class Shard;
class WebSocket;

// What a WebSocket tells its owner; called on its shard.
class WebSocketListener {
 public:
  virtual ~WebSocketListener() = default;
  virtual void on_text(std::string_view message) = 0;    // valid during the call
  virtual void on_binary(std::string_view message) = 0;  // valid during the call
  // The connection is gone or being closed by the peer; last call. `code` is RFC 6455's close code
  // (1006: lost).
  virtual void on_closed(std::uint16_t code) = 0;
  // All that was queued has been handed to the kernel (called only after a write had to wait).
  virtual void on_drained() {}
};

// One accepted HTTP request. Move-only; lives on its connection's shard and is used only there.
// Dropping it unanswered answers 500. A connection lost meanwhile makes every call a no-op.
class Exchange {
 public:
  virtual ~Exchange() = default;
  virtual const http::Request& request() const = 0;
  virtual void respond(http::Response response) = 0;  // once
  // True if the request is a valid WebSocket handshake (RFC 6455 4.2.1).
  virtual bool is_websocket_upgrade() const = 0;
  // Answers 101 and turns the connection into a WebSocket, whose lifetime is the connection's:
  // `listener` is told of its end. nullptr if the connection is already lost.
  virtual WebSocket* accept_websocket(std::unique_ptr<WebSocketListener> listener,
                                      std::size_t max_message) = 0;
  // Called if the client goes away before the answer, or ends its half of the connection: it may
  // still read an answer then.
  virtual void on_abandoned(Task task) = 0;
  // Moves the whole connection (descriptor, TLS state, unread bytes) to another shard, where `then`
  // gets an exchange for the same request. This exchange is dead afterwards. How a session's
  // requests reach the shard of its sid.
  virtual void hand_over(Shard& to, UniqueFunction<void(std::unique_ptr<Exchange>)> then) = 0;
};

using Handler = UniqueFunction<void(std::unique_ptr<Exchange>)>;

}  // namespace waycast::net
