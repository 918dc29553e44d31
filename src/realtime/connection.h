// One Engine.IO session as Socket.IO sees it: decodes its packets and routes them to the sockets of
// its namespaces (Socket.IO protocol v5).
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/executor.h"
#include "protocol/engineio/application.h"
#include "protocol/socketio/decoder.h"
#include "realtime/ack.h"
#include "realtime/disconnect_reason.h"
#include "realtime/next.h"

namespace waycast::realtime {

class Namespace;
class ShardServer;
class Socket;

// Private to realtime. Owns the session's sockets. Nothing here destroys a socket while one of its
// handlers may be on the stack: an ended socket is destroyed in a task of its own.
class Connection final : public engineio::SessionListener {
 public:
  Connection(ShardServer& server, engineio::Session& session);
  ~Connection() override;

  void on_message(std::string_view text) override;
  void on_binary(std::string_view bytes) override;
  void on_close(engineio::CloseReason reason) override;

  // The middlewares let it on: the CONNECT reply, then the connection handler.
  void accept(Socket& socket);
  void refuse(Socket& socket, const ConnectError& refusal);
  // Ends one namespace by the server's wish.
  void disconnect(Socket& socket);
  void disconnect_all_and_close();
  void close_transport();
  void close_slow();  // too much waits for it
  // Its client is connected anew elsewhere: kept for recovery, and the session is closed.
  void evict(Socket& socket);

 private:
  void on_packet(socketio::DecodeResult result);
  void await_attachments();
  void route(Socket& socket, socketio::Packet& packet);
  void skip(Socket& socket, const socketio::Packet& packet);
  Ack ack_of(const Socket& socket, const socketio::Packet& packet) const;
  void connect(const socketio::Packet& packet);
  void end(Socket& socket, DisconnectReason reason);
  void set_connect_timer(Duration limit);
  void forget_handshake(Socket& socket);
  void fail_parse();
  void close(engineio::CloseReason reason);
  Socket* find(std::string_view nsp) const;

  ShardServer& server_;
  engineio::Session& session_;
  socketio::Decoder decoder_;
  std::vector<std::unique_ptr<Socket>> sockets_;
  TimerId connect_timer_ = 0;
  bool has_asked_ = false;
  bool closing_ = false;
  bool ended_a_namespace_ = false;  // packets that crossed our DISCONNECT may still come
};

}  // namespace waycast::realtime
