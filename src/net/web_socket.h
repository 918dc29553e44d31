// One WebSocket connection as its owner sees it (RFC 6455). Lives on its shard; owned by its
// connection.
//
// Sending only queues: all that was queued in one turn of the loop leaves in one gathered write.
#pragma once

#include <cstdint>
#include <string_view>

#include "protocol/engineio/application.h"
#include "protocol/engineio/outbox.h"

namespace waycast::net {

class WebSocket {
 public:
  virtual ~WebSocket() = default;
  // Queues the packet's frame. kOverflow: the queue's limit is passed, the connection is being
  // closed.
  enum class Sent : std::uint8_t { kQueued, kReplaced, kDropped, kOverflow };
  virtual Sent send(engineio::PacketRef packet, engineio::Delivery delivery) = 0;
  // Queues what waited for the client elsewhere and was accepted there: no limit is asked again.
  virtual void send_all(engineio::Outbox queued) = 0;
  // Sends what is queued, then a close frame with this code, then closes; the listener's on_closed
  // follows.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  virtual std::size_t queued_bytes() const = 0;
  virtual void set_max_queued(std::size_t bytes) = 0;
  // The client is known: its unfinished messages no longer count as a stranger's
  // (Settings::max_unfinished).
  virtual void trust() = 0;
};

}  // namespace waycast::net
