// Namespace's ways to its local members.
#include <vector>

#include "realtime/namespace.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {

// A room's members and, for a socket's id, that socket (which cannot join the room of its own id).
template <class Visit>
void Namespace::visit_room(std::string_view room, Visit&& visit) {
  if (const Room* found = rooms_.find(room)) {
    for (Socket* member : found->members) visit(*member);
  }
  if (Socket* socket = find(room)) visit(*socket);
}

template <class Visit>
void Namespace::visit_room(const HeldRoom& room, Visit&& visit) {
  for (Socket* member : room.members()) visit(*member);
}

// The target's sockets, each once. Those that it excepts were marked first, those already visited
// as it goes: no set is built.
template <class Visit>
void Namespace::visit_marked(const Target& target, Visit&& visit) {
  const std::uint64_t mark = ++mark_;
  for (const std::string& room : target.except) {
    visit_room(room, [mark](Socket& socket) { socket.mark_ = mark; });
  }
  const auto visit_once = [&](Socket& socket) {
    if (socket.mark_ == mark) return;
    socket.mark_ = mark;
    visit(socket);
  };
  if (target.rooms.empty()) {
    for (Socket* socket : sockets_) visit_once(*socket);
  }
  for (const std::string& room : target.rooms) visit_room(room, visit_once);
}

template <class NameOrRoom>
std::size_t Namespace::deliver_in(const NameOrRoom& room, const engineio::PacketRef& packet,
                                  const Socket* except, Delivery delivery) {
  std::size_t receivers = 0;
  visit_room(room, [&](Socket& socket) {
    if (&socket == except || !socket.connected()) return;
    socket.session_.send(packet, delivery);
    ++receivers;
  });
  server_.counters_.packets_sent.add(static_cast<std::int64_t>(receivers));
  return receivers;
}

std::size_t Namespace::deliver_local(std::string_view room, const engineio::PacketRef& packet,
                                     const Socket* except, Delivery delivery) {
  return deliver_in(room, packet, except, delivery);
}

std::size_t Namespace::deliver_local(const HeldRoom& room, const engineio::PacketRef& packet,
                                     const Socket* except, Delivery delivery) {
  return deliver_in(room, packet, except, delivery);
}

std::size_t Namespace::deliver_local(const PreparedRef& prepared) {
  const auto& emission = std::get<Emission>(prepared->broadcast.action);
  const Delivery delivery = emission.delivery_of_packets();
  std::size_t receivers = 0;
  visit_marked(prepared->broadcast.target, [&](Socket& socket) {
    if (!socket.connected()) return socket.hold(prepared);
    if (socket.was_replayed(prepared->number)) return;
    socket.session_.send_message(prepared->packets, delivery);
    ++receivers;
  });
  server_.counters_.packets_sent.add(static_cast<std::int64_t>(receivers));
  return receivers;
}

Socket* Namespace::find(std::string_view id) const {
  const std::optional<SocketId> parsed = SocketId::parse(id);
  if (!parsed) return nullptr;
  const auto found = sockets_.find(*parsed);
  return found == sockets_.end() ? nullptr : *found;
}

void Namespace::for_each_in(std::string_view room, const std::function<void(Socket&)>& visit) {
  std::vector<Socket*> members;
  visit_room(room, [&](Socket& socket) { members.push_back(&socket); });
  for (Socket* member : members) visit(*member);
}

void Namespace::for_each(const Target& target, const std::function<void(Socket&)>& visit) {
  std::vector<Socket*> sockets;
  visit_marked(target, [&](Socket& socket) { sockets.push_back(&socket); });
  for (Socket* socket : sockets) visit(*socket);
}

bool Namespace::has_local_members(std::string_view room) const {
  return rooms_.find(room) != nullptr || find(room) != nullptr;
}

}  // namespace waycast::realtime
