// The rooms of one namespace on one shard: names to local members, built for fan-out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace waycast::realtime {

class Socket;

// Exists while it has members. Its members are a plain array of pointers, in no order.
struct Room {
  std::string name;
  std::vector<Socket*> members;
};

// One of a socket's rooms, and its place among the room's members.
struct Membership {
  Room* room;
  std::uint32_t index;
};
using Memberships = std::vector<Membership>;

// Not thread-safe. Sockets outlive their memberships.
class RoomTable {
 public:
  // What changed, so that an index over shards can follow.
  enum class Change : std::uint8_t { kNone, kMember, kFirst, kLast };

  Change join(Socket& socket, std::string_view room);   // kFirst: the room is new here
  Change leave(Socket& socket, std::string_view room);  // kLast: the room is gone

  const Room* find(std::string_view room) const;  // null: no members here
  static bool contains(const Socket& socket, std::string_view room);
  std::size_t size() const { return rooms_.size(); }

 private:
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

  std::unordered_set<std::unique_ptr<Room>, Hash, Equal> rooms_;
};

}  // namespace waycast::realtime
