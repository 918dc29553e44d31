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
  Room& room = **find_or_add(name);
  socket.memberships_.push_back({&room, static_cast<std::uint32_t>(room.members.size())});
  room.members.push_back(&socket);
  return room.members.size() == 1 ? Change::kFirst : Change::kMember;
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
  erase_if_unused(found);
  return Change::kLast;
}

HeldRoom RoomTable::hold(std::string_view name) { return {*this, **find_or_add(name)}; }

void RoomTable::release(Room& room) {
  --room.holders;
  erase_if_unused(rooms_.find(std::string_view(room.name)));
}

RoomTable::Rooms::iterator RoomTable::find_or_add(std::string_view name) {
  const auto found = rooms_.find(name);
  if (found != rooms_.end()) return found;
  return rooms_.insert(std::make_unique<Room>(Room{std::string(name), {}})).first;
}

void RoomTable::erase_if_unused(Rooms::iterator room) {
  if ((*room)->members.empty() && (*room)->holders == 0) rooms_.erase(room);
}

const Room* RoomTable::find(std::string_view name) const {
  const auto found = rooms_.find(name);
  return found == rooms_.end() || (*found)->members.empty() ? nullptr : found->get();
}

bool RoomTable::contains(const Socket& socket, std::string_view name) {
  return std::any_of(
      socket.memberships_.begin(), socket.memberships_.end(),
      [name](const Membership& membership) { return membership.room->name == name; });
}

HeldRoom& HeldRoom::operator=(HeldRoom&& other) noexcept {
  reset();
  table_ = other.table_;
  room_ = std::exchange(other.room_, nullptr);
  return *this;
}

void HeldRoom::reset() {
  if (room_ != nullptr) table_->release(*std::exchange(room_, nullptr));
}

std::span<Socket* const> HeldRoom::members() const {
  return room_ == nullptr ? std::span<Socket* const>() : room_->members;
}

}  // namespace waycast::realtime
