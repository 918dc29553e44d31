// The part of a Socket.IO packet before its JSON:
// <type>[<attachments>-][<namespace>,][<ack id>] (Socket.IO protocol v5, "Packet encoding").
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "protocol/socketio/packet.h"

namespace waycast::socketio {

struct PacketHeader {
  PacketType type = PacketType::kEvent;
  std::size_t attachments = 0;
  std::string_view nsp = "/";  // without its query
  std::optional<std::uint64_t> ack_id;
  std::string_view json;  // what is left; may be empty

  bool is_binary() const {
    return type == PacketType::kBinaryEvent || type == PacketType::kBinaryAck;
  }
};

// The views are of `message`.
std::expected<PacketHeader, DecodeError> parse_packet_header(std::string_view message,
                                                             const Limits& limits);

}  // namespace waycast::socketio
