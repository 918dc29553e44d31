// The rooms of one namespace on one shard: names to local members, built for fan-out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace waycast::realtime {

class Socket;

// Exists while it has members or is held. Its members are a plain array of pointers, in no order.
struct Room {
  std::string name;
  std::vector<Socket*> members;
  std::size_t holders = 0;
};

// One of a socket's rooms, and its place among the room's members.
struct Membership {
  Room* room;
  std::uint32_t index;
};
using Memberships = std::vector<Membership>;

class HeldRoom;

// Not thread-safe. Sockets outlive their memberships.
class RoomTable {
 public:
  // What changed, so that an index over shards can follow.
  enum class Change : std::uint8_t { kNone, kMember, kFirst, kLast };

  Change join(Socket& socket, std::string_view room);   // kFirst: it had no members here
  Change leave(Socket& socket, std::string_view room);  // kLast: it has no more
  HeldRoom hold(std::string_view room);

  const Room* find(std::string_view room) const;  // null: no members here
  static bool contains(const Socket& socket, std::string_view room);
  std::size_t size() const { return rooms_.size(); }

 private:
  friend class HeldRoom;

  // Not noexcept: libstdc++ then keeps each hash, and a look-up touches only the room that it
  // wants.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const {
      return std::hash<std::string_view>{}(name);
    }
    std::size_t operator()(const std::unique_ptr<Room>& room) const {
      return (*this)(std::string_view(room->name));
    }
  };
  struct Equal {
    using is_transparent = void;
    static std::string_view name(std::string_view text) { return text; }
    static std::string_view name(const std::unique_ptr<Room>& room) { return room->name; }
    template <class A, class B>
    bool operator()(const A& a, const B& b) const noexcept {
      return name(a) == name(b);
    }
  };

  using Rooms = std::unordered_set<std::unique_ptr<Room>, Hash, Equal>;

  Rooms::iterator find_or_add(std::string_view name);
  void release(Room& room);
  void erase_if_unused(Rooms::iterator room);

  Rooms rooms_;
};

// A room for who sends to it often: its members, whoever they are by then, without a look-up by
// name. Used and destroyed on the room's shard, before the table.
class HeldRoom {
 public:
  HeldRoom() = default;  // no room: nobody is in it
  HeldRoom(HeldRoom&& other) noexcept
      : table_(other.table_), room_(std::exchange(other.room_, {})) {}
  HeldRoom& operator=(HeldRoom&& other) noexcept;
  ~HeldRoom() { reset(); }

  void reset();
  std::string_view name() const { return room_ == nullptr ? std::string_view() : room_->name; }
  std::span<Socket* const> members() const;

 private:
  friend class RoomTable;
  HeldRoom(RoomTable& table, Room& room) : table_(&table), room_(&room) { ++room.holders; }

  RoomTable* table_ = nullptr;
  Room* room_ = nullptr;
};

}  // namespace waycast::realtime
