// Engine.IO messages in, Socket.IO packets out (Socket.IO protocol v5, "Packet encoding").
//
// Strict: what the protocol does not allow is an error, and the connection is to be closed
// (CloseReason::kParseError).
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/socketio/packet.h"

namespace waycast::socketio {

struct Packet {
  PacketType type = PacketType::kEvent;
  std::string nsp = "/";                // "/" or "/admin", without its query
  std::optional<std::uint64_t> ack_id;  // EVENT: an answer is wanted; ACK: which one this is
  std::string event;                    // of an EVENT (a number is given as its text)
  // EVENT and ACK: an array of the arguments, without the event's name.
  // CONNECT: the auth object, or null. CONNECT_ERROR: what came. DISCONNECT: null.
  // Binary arguments stand as {"_placeholder":true,"num":n}, n an index into `attachments`; each
  // is checked to be in range. Lives in the memory resource given to the decoder.
  boost::json::value data;
  std::vector<std::string> attachments;

  // An EVENT, an ACK, or a CONNECT's auth that nests deeper than the limit: it is well framed, so
  // that the connection can go on, but what it says was not read. `event` is empty, `data` null.
  bool is_too_deep = false;

  bool is_event() const { return type == PacketType::kEvent || type == PacketType::kBinaryEvent; }
  bool is_ack() const { return type == PacketType::kAck || type == PacketType::kBinaryAck; }
};

// nullopt: the packet waits for its attachments.
using DecodeResult = std::expected<std::optional<Packet>, DecodeError>;

// One per connection; not thread-safe. Holds no heap memory unless attachments are awaited. After
// an error it is not to be used.
class Decoder {
 public:
  // `limits` outlives the decoder.
  explicit Decoder(const Limits& limits);
  ~Decoder();
  Decoder(Decoder&&) noexcept;
  Decoder& operator=(Decoder&&) noexcept;

  // An Engine.IO text message, without Engine.IO's type digit. `memory` outlives the packet's data
  // (a packet with attachments uses the heap instead): give a monotonic resource over a stack
  // buffer for packets that die within the call.
  DecodeResult text(std::string_view message, boost::json::storage_ptr memory = {});

  // An Engine.IO binary message: the next attachment.
  DecodeResult binary(std::string_view attachment);

  // The namespace of the packet whose attachments are awaited; null if none is.
  const std::string* awaits_attachments() const;

 private:
  struct Pending;

  const Limits* limits_;
  std::unique_ptr<Pending> pending_;
};

}  // namespace waycast::socketio
