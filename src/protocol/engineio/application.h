// The port between an Engine.IO server (net) and what runs on it (realtime, or an echo): sessions
// in, messages out. Engine.IO protocol v4. Everything here is called on the session's shard and on
// no other thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "protocol/engineio/packet.h"
#include "protocol/http/message.h"

namespace waycast::engineio {

// How the bounded outgoing queue treats a packet.
struct Delivery {
  // Volatile packets are dropped, never counted against the queue's limit, when the client cannot
  // take them now (no transport ready, or bytes already waiting).
  bool is_volatile = false;
  // Belongs to the message that was sent right before, as an attachment to its header: if that was
  // queued, so is this, whatever its size.
  bool continues = false;
  // A packet still queued with the same non-zero key is replaced by this one, at its old place.
  // Implies volatile towards the limit, but the newest is kept, not dropped: `location:update` uses
  // the booking's key.
  std::uint64_t conflation_key = 0;
};

enum class CloseReason : std::uint8_t {
  kTransportClose,  // the connection was lost
  kTransportError,
  kPingTimeout,
  kClientClose,      // an Engine.IO close packet
  kServerClose,      // Session::close()
  kParseError,       // malformed input
  kPayloadTooLarge,  // over max_payload
  kQueueOverflow,    // a slow reader of non-volatile packets
  kServerShutdown,
};
std::string_view to_string(
    CloseReason reason);  // as Socket.IO names them: "transport close", "ping timeout"...

class Session {
 public:
  virtual ~Session() = default;
  virtual const std::string& sid() const = 0;  // 20 URL-safe characters
  // The request that opened it, as far as the server keeps it, body empty; null after
  // forget_handshake(), which frees it: an idle session holds none.
  virtual const http::Request* handshake() const = 0;
  virtual void forget_handshake() = 0;
  // The application knows who the client is: the limits of strangers no longer hold for it
  // (kMaxQueuedOfStranger, and what the server bounds for all of them together).
  virtual void trust() {}
  virtual void send(PacketRef packet, Delivery delivery = {}) = 0;
  // A message of several packets: the queue takes all of them or none.
  void send_message(std::span<const PacketRef> packets, Delivery delivery = {}) {
    for (const PacketRef& packet : packets) {
      send(packet, delivery);
      delivery.continues = true;
    }
  }
  // Sends what is queued, then closes the transport. The listener's on_close still comes, later,
  // from the loop.
  virtual void close(CloseReason reason) = 0;
  virtual std::size_t queued_bytes() const = 0;
  virtual bool is_websocket() const = 0;
  virtual SteadyTime heard_at() const = 0;  // when the client last sent anything, a pong too
  // Not heard for longer than a ping interval and a moment for the pong to travel: the connection
  // may be lost without anybody having closed it.
  virtual bool is_silent(SteadyTime now) const = 0;
};

// What the application keeps per session. Destroyed right after on_close.
class SessionListener {
 public:
  virtual ~SessionListener() = default;
  virtual void on_message(std::string_view text) = 0;  // valid during the call
  virtual void on_binary(std::string_view bytes) = 0;  // valid during the call
  virtual void on_close(CloseReason reason) = 0;       // the session is unusable after it
};

// One instance per shard.
class Application {
 public:
  virtual ~Application() = default;
  // `session` outlives the listener. nullptr refuses the session: it is closed at once.
  virtual std::unique_ptr<SessionListener> on_session(Session& session) = 0;
};

// Bytes queued to a client until Session::trust(), if max_queued_bytes is not less.
inline constexpr std::size_t kMaxQueuedOfStranger = 64 * 1024;

struct Settings {
  std::chrono::milliseconds ping_interval{25'000};
  std::chrono::milliseconds ping_timeout{20'000};
  std::chrono::milliseconds upgrade_timeout{10'000};
  std::size_t max_payload = 1'000'000;  // bytes of one incoming message or polling body
  // Non-volatile bytes that wait for one client behind the first message, over which the next one
  // closes it. So one message of any size may wait alone or with others (outbox.h).
  std::size_t max_queued_bytes = 1 << 20;
  bool allow_polling = true;
  bool allow_upgrade = true;
};

}  // namespace waycast::engineio
