// A namespace on one shard: the handlers that all its sockets share, and its local sockets and
// rooms (Socket.IO protocol v5, "Connection to a namespace").
//
//   Namespace& ns = server.of("/");
//   ns.use([](Socket& socket, Next next) { ... next(); });
//   ns.on("message", [](Socket& socket, Event& event) { socket.emit("echo", event.args_text()); });
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "realtime/event.h"
#include "realtime/next.h"
#include "realtime/prepared.h"
#include "realtime/room.h"
#include "realtime/socket.h"
#include "realtime/socket_table.h"
#include "realtime/text_hash.h"

namespace waycast::realtime {

// Handlers are registered before the first session; everything else on the shard's thread.
class Namespace {
 public:
  Namespace(ShardServer& server, std::string name);
  Namespace(const Namespace&) = delete;

  const std::string& name() const { return name_; }
  ShardServer& server() const { return server_; }

  // Runs before the CONNECT reply, in the order of registration, each when the one before called
  // its Next.
  Namespace& use(Middleware middleware);
  Namespace& on_connection(UniqueFunction<void(Socket&)> handler);
  // Of sockets that were connected. Its rooms and data are still there, sending does nothing.
  Namespace& on_disconnect(UniqueFunction<void(Socket&, DisconnectReason)> handler);
  Namespace& on(std::string event, EventHandler handler);
  Namespace& on_any(EventHandler handler);  // events without a handler of their own
  // Events that nest deeper than Limits::max_depth, unread: `name` and `args` are empty. Without a
  // handler they end the connection.
  Namespace& on_too_deep(EventHandler handler);

  // Everybody in the namespace, on all shards; narrowed by to(), except(), local().
  BroadcastOperator broadcast() const;
  BroadcastOperator to(std::string_view room) const;

  // This shard's members of `room`, except one (or null): the fan-out of a packet that was encoded
  // for this namespace. Allocates nothing. Returns how many have it.
  std::size_t deliver_local(std::string_view room, const engineio::PacketRef& packet,
                            const Socket* except, Delivery delivery);
  // The same for a room that is sent to often.
  std::size_t deliver_local(const HeldRoom& room, const engineio::PacketRef& packet,
                            const Socket* except, Delivery delivery);
  HeldRoom hold(std::string_view room) { return rooms_.hold(room); }  // no socket's own id
  // An emission to this shard's sockets of its target; those that are connecting have it held.
  std::size_t deliver_local(const PreparedRef& emission);

  // This shard's sockets; joining and leaving within `visit` is allowed.
  Socket* find(std::string_view id) const;  // connected ones; null otherwise
  void for_each_in(std::string_view room, const std::function<void(Socket&)>& visit);
  void for_each(const Target& target, const std::function<void(Socket&)>& visit);
  bool has_local_members(std::string_view room) const;

 private:
  friend class Connection;
  friend class Next;
  friend class Socket;

  template <class NameOrRoom>
  std::size_t deliver_in(const NameOrRoom& room, const engineio::PacketRef& packet,
                         const Socket* except, Delivery delivery);
  template <class Visit>
  void visit_marked(const Target& target, Visit&& visit);
  template <class Visit>
  void visit_room(std::string_view room, Visit&& visit);
  template <class Visit>
  void visit_room(const HeldRoom& room, Visit&& visit);

  void run_middleware(Socket& socket, std::size_t index);
  void dispatch(Socket& socket, Event& event);
  bool join(Socket& socket, std::string_view room);
  void leave(Socket& socket, std::string_view room);
  void leave_all(Socket& socket);
  void add(Socket& socket);
  void remove(Socket& socket, DisconnectReason reason);

  ShardServer& server_;
  const std::string name_;
  std::vector<Middleware> middleware_;
  UniqueFunction<void(Socket&)> on_connection_;
  UniqueFunction<void(Socket&, DisconnectReason)> on_disconnect_;
  EventHandler on_any_;
  EventHandler on_too_deep_;
  std::unordered_map<std::string, EventHandler, TextHash, std::equal_to<>> handlers_;
  RoomTable rooms_;
  SocketsById sockets_;
  std::uint64_t mark_ = 0;
};

}  // namespace waycast::realtime
