#include "realtime/connection.h"

#include <algorithm>
#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <utility>

#include "base/json_writer.h"
#include "protocol/socketio/encoder.h"
#include "realtime/pending_replies.h"
#include "realtime/recovery.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {
namespace {

constexpr std::size_t kParseBuffer = 4096;

}  // namespace

Connection::Connection(ShardServer& server, engineio::Session& session)
    : server_(server), session_(session), decoder_(server.settings_.limits) {
  set_connect_timer(server.settings_.connect_timeout);
}

Connection::~Connection() { server_.loop_.cancel(connect_timer_); }

void Connection::set_connect_timer(Duration limit) {
  server_.loop_.cancel(connect_timer_);
  connect_timer_ = server_.loop_.after(limit, [this] {
    connect_timer_ = 0;
    close(engineio::CloseReason::kServerClose);
  });
}

void Connection::on_message(std::string_view text) {
  if (closing_) return;
  std::array<unsigned char, kParseBuffer> buffer;
  boost::json::monotonic_resource memory(buffer.data(), buffer.size());
  on_packet(decoder_.text(text, &memory));
}

void Connection::on_binary(std::string_view bytes) {
  if (!closing_) on_packet(decoder_.binary(bytes));
}

void Connection::on_close(engineio::CloseReason reason) {
  closing_ = true;
  if (reason == engineio::CloseReason::kQueueOverflow) server_.counters_.slow_consumers.add();
  while (!sockets_.empty()) end(*sockets_.back(), reason_of(reason));
}

void Connection::on_packet(socketio::DecodeResult result) {
  if (!result) return fail_parse();
  if (!*result) return await_attachments();
  socketio::Packet& packet = **result;
  Socket* socket = find(packet.nsp);
  const bool connects = packet.type == socketio::PacketType::kConnect;
  if (socket == nullptr && connects) return connect(packet);
  if (socket != nullptr && !connects) return route(*socket, packet);
  if (socket != nullptr || !ended_a_namespace_) fail_parse();
}

// Memory for what follows is for clients that are let in.
void Connection::await_attachments() {
  const Socket* socket = find(*decoder_.awaits_attachments());
  const bool is_let_in = socket != nullptr && socket->connected();
  if (!is_let_in && !(socket == nullptr && ended_a_namespace_)) fail_parse();
}

void Connection::route(Socket& socket, socketio::Packet& packet) {
  using Type = socketio::PacketType;
  // Nothing may come before the CONNECT reply, nor a DISCONNECT: coming and going without it would
  // ask the middlewares as often as the client likes.
  if (packet.type == Type::kConnectError || !socket.connected()) return fail_parse();
  if (packet.type == Type::kDisconnect) {
    return end(socket, DisconnectReason::kClientNamespaceDisconnect);
  }
  if (packet.is_too_deep) return skip(socket, packet);
  if (packet.is_event()) {
    server_.counters_.events_received.add();
    Event event{packet.event, packet.data.as_array(), packet.attachments, ack_of(socket, packet)};
    return socket.nsp().dispatch(socket, event);
  }
  if (socket.replies_ != nullptr && packet.ack_id) {
    const boost::json::array& args = packet.data.as_array();
    socket.replies_->answer(*packet.ack_id, {.args = &args, .attachments = packet.attachments});
  }
}

Ack Connection::ack_of(const Socket& socket, const socketio::Packet& packet) const {
  return packet.ack_id ? Ack(server_, socket.ref(), *packet.ack_id) : Ack();
}

// An unread answer is none: whoever waits for it gets the timeout.
void Connection::skip(Socket& socket, const socketio::Packet& packet) {
  if (packet.is_ack()) return;
  EventHandler& handler = socket.nsp().on_too_deep_;
  if (!handler) return fail_parse();
  server_.counters_.events_received.add();
  const boost::json::array no_args;
  Event event{{}, no_args, {}, ack_of(socket, packet)};
  handler(socket, event);
}

void Connection::connect(const socketio::Packet& packet) {
  Namespace* nsp = server_.find_namespace(packet.nsp);
  if (nsp == nullptr) {
    server_.counters_.refused.add();
    return session_.send(socketio::encode_connect_error(packet.nsp, "Invalid namespace"));
  }
  if (connect_timer_ != 0 && !std::exchange(has_asked_, true)) {
    set_connect_timer(server_.settings_.admit_timeout);
  }
  if (packet.is_too_deep) {
    server_.counters_.refused.add();
    return session_.send(socketio::encode_connect_error(packet.nsp, "Invalid auth"));
  }
  auto owned = std::make_unique<Socket>(*nsp, *this, session_, SocketId::make(server_.shard_));
  Socket& socket = *owned;
  socket.arriving_ = std::make_unique<Socket::Arriving>(packet.data, session_.handshake());
  socket.ref_ = server_.table_.add(socket);
  sockets_.push_back(std::move(owned));
  nsp->run_middleware(socket, 0);
}

void Connection::accept(Socket& socket) {
  server_.loop_.cancel(std::exchange(connect_timer_, 0));
  session_.trust();
  socket.begin_recovery();
  socket.state_ = Socket::State::kConnected;
  socket.nsp().add(socket);
  server_.counters_.connected_sockets.add();
  server_.counters_.connections.add();
  std::string reply;
  JsonWriter writer(reply);
  writer.begin_object().field("sid", socket.id());
  if (socket.recovery_ != nullptr) writer.field("pid", pid_of(*socket.recovery_, socket.id_));
  writer.end_object();
  socket.send(socketio::encode_connect(socket.nsp().name(), reply));
  socket.replay();
  if (socket.recovered()) server_.counters_.recovered.add();
  if (socket.nsp().on_connection_) socket.nsp().on_connection_(socket);
  socket.send_held();
  forget_handshake(socket);
}

void Connection::forget_handshake(Socket& socket) {
  socket.arriving_.reset();
  // A namespace that is still to come may want the request's headers.
  const bool has_all = sockets_.size() == server_.namespaces_.size();
  const bool all_know = std::all_of(sockets_.begin(), sockets_.end(),
                                    [](const auto& other) { return other->arriving_ == nullptr; });
  if (has_all && all_know) session_.forget_handshake();
}

void Connection::refuse(Socket& socket, const ConnectError& refusal) {
  server_.counters_.refused.add();
  session_.send(socketio::encode_connect_error(socket.nsp().name(), refusal.message, refusal.data));
  end(socket, DisconnectReason::kServerNamespaceDisconnect);
}

void Connection::disconnect(Socket& socket) {
  ended_a_namespace_ = true;
  if (socket.connected()) session_.send(socketio::encode_disconnect(socket.nsp().name()));
  end(socket, DisconnectReason::kServerNamespaceDisconnect);
}

void Connection::disconnect_all_and_close() {
  while (!sockets_.empty()) disconnect(*sockets_.back());
  close_transport();
}

void Connection::close_transport() { close(engineio::CloseReason::kServerClose); }

void Connection::close_slow() { close(engineio::CloseReason::kQueueOverflow); }

void Connection::evict(Socket& socket) {
  end(socket, DisconnectReason::kForcedServerClose);
  close_transport();
}

void Connection::end(Socket& socket, DisconnectReason reason) {
  const auto found = std::find_if(sockets_.begin(), sockets_.end(),
                                  [&](const auto& owned) { return owned.get() == &socket; });
  if (found == sockets_.end()) return;
  std::unique_ptr<Socket> owned = std::move(*found);
  sockets_.erase(found);
  socket.nsp().remove(socket, reason);
  server_.table_.remove(socket.ref_);
  if (socket.replies_ != nullptr) socket.replies_->fail_all(Reply::Outcome::kDisconnected);
  server_.loop_.post([ended = std::move(owned)] {});
  if (sockets_.empty() && !closing_ && connect_timer_ == 0) {
    set_connect_timer(server_.settings_.connect_timeout);
  }
}

void Connection::fail_parse() {
  server_.counters_.parse_errors.add();
  close(engineio::CloseReason::kParseError);
}

void Connection::close(engineio::CloseReason reason) {
  if (std::exchange(closing_, true)) return;
  session_.close(reason);
}

Socket* Connection::find(std::string_view nsp) const {
  const auto found = std::find_if(sockets_.begin(), sockets_.end(), [nsp](const auto& socket) {
    return socket->nsp().name() == nsp;
  });
  return found == sockets_.end() ? nullptr : found->get();
}

}  // namespace waycast::realtime
