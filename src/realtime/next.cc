#include "realtime/next.h"

#include "realtime/connection.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {

Next& Next::operator=(Next&& other) noexcept {
  server_ = std::exchange(other.server_, nullptr);
  socket_ = other.socket_;
  index_ = other.index_;
  return *this;
}

void Next::operator()() {
  if (Socket* socket = take()) socket->nsp().run_middleware(*socket, index_);
}

void Next::operator()(const ConnectError& refusal) {
  if (Socket* socket = take()) socket->connection_.refuse(*socket, refusal);
}

Socket* Next::take() {
  ShardServer* server = std::exchange(server_, nullptr);
  return server == nullptr ? nullptr : server->find(socket_);
}

}  // namespace waycast::realtime
