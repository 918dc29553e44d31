#include "realtime/room.h"

#include <algorithm>

#include "realtime/socket.h"

namespace waycast::realtime {
namespace {

Memberships::iterator find_in(Memberships& memberships, const Room* room) {
  return std::find_if(memberships.begin(), memberships.end(),
                      [room](const Membership& membership) { return membership.room == room; });
}

}  // namespace

RoomTable::Change RoomTable::join(Socket& socket, std::string_view name) {
  if (contains(socket, name)) return Change::kNone;
  auto found = rooms_.find(name);
  const bool is_new = found == rooms_.end();
  if (is_new) found = rooms_.insert(std::make_unique<Room>(Room{std::string(name), {}})).first;
  Room& room = **found;
  socket.memberships_.push_back({&room, static_cast<std::uint32_t>(room.members.size())});
  room.members.push_back(&socket);
  return is_new ? Change::kFirst : Change::kMember;
}

RoomTable::Change RoomTable::leave(Socket& socket, std::string_view name) {
  const auto found = rooms_.find(name);
  if (found == rooms_.end()) return Change::kNone;
  Room& room = **found;
  const auto membership = find_in(socket.memberships_, &room);
  if (membership == socket.memberships_.end()) return Change::kNone;

  Socket& last = *room.members.back();
  find_in(last.memberships_, &room)->index = membership->index;
  room.members[membership->index] = &last;
  room.members.pop_back();
  *membership = socket.memberships_.back();
  socket.memberships_.pop_back();
  if (!room.members.empty()) return Change::kMember;
  rooms_.erase(found);
  return Change::kLast;
}

const Room* RoomTable::find(std::string_view name) const {
  const auto found = rooms_.find(name);
  return found == rooms_.end() ? nullptr : found->get();
}

bool RoomTable::contains(const Socket& socket, std::string_view name) {
  return std::any_of(
      socket.memberships_.begin(), socket.memberships_.end(),
      [name](const Membership& membership) { return membership.room->name == name; });
}

}  // namespace waycast::realtime
