// Acknowledgements, both ways (Socket.IO protocol v5, "Acknowledgement").
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/function.h"
#include "realtime/socket_ref.h"

namespace waycast::realtime {

class ShardServer;

// The answer that a client's event asked for. Move-only. Called at most once, on the socket's
// shard, now or later; does nothing if the socket is gone or no answer was asked for.
class Ack {
 public:
  Ack() = default;
  Ack(ShardServer& server, SocketRef socket, std::uint64_t id)
      : server_(&server), socket_(socket), id_(id) {}
  Ack(Ack&& other) noexcept;
  Ack& operator=(Ack&& other) noexcept;

  // The client waits for an answer.
  explicit operator bool() const { return server_ != nullptr; }

  // `args`: JSON texts separated by commas, `{"ok":true}`.
  void operator()(std::string_view args);
  void operator()(std::string_view args, std::span<const std::string> attachments);

 private:
  ShardServer* server_ = nullptr;  // null: no answer wanted, or given
  SocketRef socket_;
  std::uint64_t id_ = 0;
};

// A client's answer to emit_with_ack.
struct Reply {
  enum class Outcome : std::uint8_t { kAnswered, kTimeout, kDisconnected };

  Outcome outcome = Outcome::kAnswered;
  const boost::json::array* args = nullptr;       // of kAnswered; valid during the call
  std::span<const std::string> attachments = {};  // of kAnswered; valid during the call

  bool answered() const { return outcome == Outcome::kAnswered; }
  std::string args_text() const;  // the answer as JSON texts separated by commas
};

using ReplyHandler = UniqueFunction<void(const Reply&)>;

}  // namespace waycast::realtime
