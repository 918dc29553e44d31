// The public id of a Socket.IO socket: 20 URL-safe characters, of which the first names the shard
// that made it (so that a room of that name is found without an index).
#pragma once

#include <array>
#include <cstddef>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace waycast::realtime {

class SocketId {
 public:
  static constexpr std::size_t kSize = 20;

  SocketId() : text_{} {}
  // nullopt if `text` does not have the form of an id.
  static std::optional<SocketId> parse(std::string_view text);
  // A new unguessable id. Thread-safe.
  static SocketId make(std::size_t shard);

  std::string_view view() const { return {text_.data(), kSize}; }
  std::string str() const { return std::string(view()); }
  std::size_t shard() const;  // that made it, [0, 64)

  friend bool operator==(const SocketId&, const SocketId&) = default;

 private:
  std::array<char, kSize> text_;
};

}  // namespace waycast::realtime

template <>
struct std::hash<waycast::realtime::SocketId> {
  std::size_t operator()(const waycast::realtime::SocketId& id) const noexcept {
    std::size_t random;  // the id is random already
    std::memcpy(&random, id.view().data() + 1, sizeof random);
    return random;
  }
};
