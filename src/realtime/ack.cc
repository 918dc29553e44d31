#include "realtime/ack.h"

#include <boost/json/array.hpp>
#include <utility>

#include "protocol/json/exact_write.h"
#include "protocol/socketio/encoder.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {

Ack::Ack(Ack&& other) noexcept
    : server_(std::exchange(other.server_, nullptr)), socket_(other.socket_), id_(other.id_) {}

Ack& Ack::operator=(Ack&& other) noexcept {
  server_ = std::exchange(other.server_, nullptr);
  socket_ = other.socket_;
  id_ = other.id_;
  return *this;
}

void Ack::operator()(std::string_view args) { (*this)(args, {}); }

void Ack::operator()(std::string_view args, std::span<const std::string> attachments) {
  ShardServer* server = std::exchange(server_, nullptr);
  Socket* socket = server == nullptr ? nullptr : server->find(socket_);
  if (socket == nullptr) return;
  const std::string& nsp = socket->nsp().name();
  if (attachments.empty()) return socket->send(socketio::encode_ack(nsp, id_, args));
  socket->send_message(socketio::encode_binary_ack(nsp, id_, args, attachments));
}

std::string Reply::args_text() const {
  std::string text;
  if (args != nullptr) json::append_elements(text, *args);
  return text;
}

}  // namespace waycast::realtime
