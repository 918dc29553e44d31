// One client in one namespace (Socket.IO protocol v5). Lives on its session's shard and is used
// only there; others hold its ref().
//
// Thousands of idle ones exist at a time: what all of them share is in their Namespace.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/function.h"
#include "realtime/ack.h"
#include "realtime/broadcast_operator.h"
#include "realtime/disconnect_reason.h"
#include "realtime/handshake.h"
#include "realtime/prepared.h"
#include "realtime/room.h"
#include "realtime/socket_id.h"
#include "realtime/socket_ref.h"

namespace waycast::realtime {

class Connection;
class Namespace;
class PendingReplies;
class ShardServer;
struct SocketRecovery;

// What the application keeps per socket: derive from it.
struct SocketData {
  virtual ~SocketData() = default;
};

class Socket {
 public:
  Socket(Namespace& nsp, Connection& connection, engineio::Session& session, SocketId id);
  ~Socket();
  Socket(const Socket&) = delete;

  std::string_view id() const { return id_.view(); }
  const SocketId& socket_id() const { return id_; }
  SocketRef ref() const { return ref_; }
  Namespace& nsp() const { return nsp_; }
  ShardServer& server() const;
  // The CONNECT reply was sent, and nothing ended since. Sending to a socket that is not connected
  // does nothing; joining rooms already works in a middleware.
  bool connected() const { return state_ == State::kConnected; }
  // Only in a middleware, once it knows who the client is: with Recovery::kOn, gives the socket the
  // id that it had before its connection was lost, if `identity` is still the same. Its rooms and
  // what it missed follow with the CONNECT reply. Not called: the identity is "".
  bool recover(std::string_view identity);
  bool recovered() const { return recovered_; }
  // Only in a middleware, before recover(): ends the connection that still holds the client's
  // former socket, on whichever shard, if `identity` is that socket's: a client that comes back by
  // another network is there before its old connection is known to be lost. Then `done`, in this
  // call if nothing is to be asked of another shard; with null if this socket is gone meanwhile.
  void reclaim(std::string_view identity, UniqueFunction<void(Socket*)> done);
  // Reliable broadcasts to the rooms of a connecting socket are held, and sent after the connection
  // handler, which drops those that its own snapshot tells.
  void drop_held(const std::function<bool(const Emission&)>& is_told);
  // Only in a middleware and in the connection handler; null afterwards.
  const Handshake* handshake() const;

  void set_data(std::unique_ptr<SocketData> data) { data_ = std::move(data); }
  template <class T>
  T* data() const {  // T: the type given to set_data
    return static_cast<T*>(data_.get());
  }

  // False if it is gone or in too many rooms. Joining twice is joining once.
  bool join(std::string_view room);
  void leave(std::string_view room);
  bool in(std::string_view room) const;
  std::vector<std::string> rooms() const;  // without that of its own id

  // `args`: JSON texts separated by commas.
  void emit(std::string_view event, std::string_view args, Delivery delivery = {});
  void emit(const Emission& emission);
  void send(engineio::PacketRef packet, Delivery delivery = {}) {  // encoded for this namespace
    if (connected()) session_.send(std::move(packet), delivery);
  }
  void send_message(std::span<const engineio::PacketRef> packets, Delivery delivery = {}) {
    if (connected()) session_.send_message(packets, delivery);
  }
  // `on_reply` is called once, on this shard: with the answer, on timeout, or when the socket ends.
  void emit_with_ack(const Emission& emission, Duration timeout, ReplyHandler on_reply);

  // When the client last sent anything, and whether that is longer ago than it pongs.
  SteadyTime heard_at() const { return session_.heard_at(); }
  bool is_silent(SteadyTime now) const { return session_.is_silent(now); }

  // Bytes that wait for the client to read, over all namespaces: for whoever sends much.
  std::size_t queued_bytes() const { return session_.queued_bytes(); }

  // Everybody in the room but this socket.
  BroadcastOperator to(std::string_view room) const;

  // Ends this namespace for the client, which will not reconnect by itself.
  void disconnect();
  // The same, and closes the session with all its namespaces.
  void disconnect_and_close();
  // Closes the session as a lost connection would: clients reconnect by themselves.
  void close_transport();

 private:
  friend class Connection;
  friend class Namespace;
  friend class Next;
  friend class RoomTable;
  friend class SocketTable;

  void begin_recovery();
  void replay();
  void keep_for_recovery(DisconnectReason reason);
  bool was_replayed(std::uint64_t number) const;
  void give_up_recovery();
  static void evict(ShardServer& server, std::string_view nsp, std::string_view pid,
                    std::string_view identity);
  void hold(const PreparedRef& emission);
  void send_held();

  struct Arriving {
    Arriving(const boost::json::value& auth, const http::Request* request)
        : handshake(auth, request) {}
    Handshake handshake;
    std::vector<PreparedRef> held;
  };
  enum class State : std::uint8_t { kConnecting, kConnected, kGone };

  Namespace& nsp_;
  Connection& connection_;
  engineio::Session& session_;
  SocketId id_;
  SocketRef ref_;
  State state_ = State::kConnecting;
  bool recovered_ = false;
  std::uint64_t mark_ = 0;  // the last broadcast that looked at it
  Memberships memberships_;
  std::unique_ptr<SocketData> data_;
  std::unique_ptr<PendingReplies> replies_;
  std::unique_ptr<SocketRecovery> recovery_;
  std::unique_ptr<Arriving> arriving_;  // until the connection handler returned
};

}  // namespace waycast::realtime
