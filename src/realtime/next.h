// The continuation of a middleware: lets the socket on, or refuses it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/function.h"
#include "realtime/socket_ref.h"

namespace waycast::realtime {

class ShardServer;
class Socket;

// What a refused client gets as `connect_error`.
struct ConnectError {
  std::string message;
  std::string data;  // one JSON value for `err.data`, or empty
};

// Move-only. Called once, on the socket's shard, now or later; does nothing if the socket is gone.
// One that is dropped leaves the client waiting until the connect timeout.
class Next {
 public:
  Next(ShardServer& server, SocketRef socket, std::uint32_t index)
      : server_(&server), socket_(socket), index_(index) {}
  Next(Next&& other) noexcept
      : server_(std::exchange(other.server_, nullptr)),
        socket_(other.socket_),
        index_(other.index_) {}
  Next& operator=(Next&& other) noexcept;

  SocketRef socket() const { return socket_; }
  void operator()();
  void operator()(const ConnectError& refusal);

 private:
  Socket* take();

  ShardServer* server_;  // null: was called
  SocketRef socket_;
  std::uint32_t index_;  // of the middleware that comes next
};

using Middleware = UniqueFunction<void(Socket&, Next)>;

}  // namespace waycast::realtime
