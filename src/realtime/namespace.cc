#include "realtime/namespace.h"

#include <utility>

#include "realtime/connection.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {

Namespace::Namespace(ShardServer& server, std::string name)
    : server_(server), name_(std::move(name)) {}

Namespace& Namespace::use(Middleware middleware) {
  middleware_.push_back(std::move(middleware));
  return *this;
}

Namespace& Namespace::on_connection(UniqueFunction<void(Socket&)> handler) {
  on_connection_ = std::move(handler);
  return *this;
}

Namespace& Namespace::on_disconnect(UniqueFunction<void(Socket&, DisconnectReason)> handler) {
  on_disconnect_ = std::move(handler);
  return *this;
}

Namespace& Namespace::on(std::string event, EventHandler handler) {
  handlers_.insert_or_assign(std::move(event), std::move(handler));
  return *this;
}

Namespace& Namespace::on_any(EventHandler handler) {
  on_any_ = std::move(handler);
  return *this;
}

Namespace& Namespace::on_too_deep(EventHandler handler) {
  on_too_deep_ = std::move(handler);
  return *this;
}

BroadcastOperator Namespace::broadcast() const {
  return BroadcastOperator(server_.hub().adapter(), name_, server_.shard());
}

BroadcastOperator Namespace::to(std::string_view room) const {
  BroadcastOperator everybody = broadcast();
  everybody.to(room);
  return everybody;
}

void Namespace::run_middleware(Socket& socket, std::size_t index) {
  if (index == middleware_.size()) {
    return socket.reclaim({}, [](Socket* arrived) {
      if (arrived != nullptr) arrived->connection_.accept(*arrived);
    });
  }
  middleware_[index](socket, Next(server_, socket.ref(), static_cast<std::uint32_t>(index + 1)));
}

void Namespace::dispatch(Socket& socket, Event& event) {
  const auto found = handlers_.find(event.name);
  if (found != handlers_.end()) return found->second(socket, event);
  if (on_any_) on_any_(socket, event);
}

bool Namespace::join(Socket& socket, std::string_view room) {
  if (socket.state_ == Socket::State::kGone) return false;
  if (room == socket.id()) return true;
  if (socket.memberships_.size() >= server_.settings().max_rooms) return socket.in(room);
  if (rooms_.join(socket, room) == RoomTable::Change::kFirst) {
    server_.hub().room_opened(name_, room, server_.shard());
  }
  return true;
}

void Namespace::leave(Socket& socket, std::string_view room) {
  if (rooms_.leave(socket, room) == RoomTable::Change::kLast) {
    server_.hub().room_closed(name_, room, server_.shard());
  }
}

void Namespace::leave_all(Socket& socket) {
  while (!socket.memberships_.empty()) {
    const std::string room = socket.memberships_.back().room->name;
    leave(socket, room);
  }
}

// A socket that came back to another shard keeps its id, which names its former one.
void Namespace::add(Socket& socket) {
  sockets_.insert(&socket);
  if (socket.socket_id().shard() != server_.shard()) {
    server_.hub().room_opened(name_, socket.id(), server_.shard());
  }
}

void Namespace::remove(Socket& socket, DisconnectReason reason) {
  const bool was_connected = socket.connected();
  socket.state_ = Socket::State::kGone;
  if (was_connected) {
    sockets_.erase(&socket);
    if (socket.socket_id().shard() != server_.shard()) {
      server_.hub().room_closed(name_, socket.id(), server_.shard());
    }
    server_.counters_.connected_sockets.subtract();
    socket.keep_for_recovery(reason);  // before the handler, which may leave rooms
    if (on_disconnect_) on_disconnect_(socket, reason);
  }
  if (!was_connected) socket.give_up_recovery();
  leave_all(socket);
}

}  // namespace waycast::realtime
