// What the Socket.IO codec speaks of (Socket.IO protocol v5, "Packet types").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace waycast::socketio {

enum class PacketType : char {
  kConnect = '0',
  kDisconnect = '1',
  kEvent = '2',
  kAck = '3',
  kConnectError = '4',
  kBinaryEvent = '5',
  kBinaryAck = '6',
};

struct Limits {
  std::size_t max_attachments = 10;  // of one packet
  std::size_t max_depth = 256;       // nesting of JSON
  std::size_t max_namespace = 256;   // bytes
  // Bytes of text and attachments together. One message of Engine.IO has a limit of its own.
  std::size_t max_packet = 4'000'000;
};

enum class DecodeError : std::uint8_t {
  kEmpty,
  kUnknownType,
  kBadNamespace,
  kBadAckId,
  kBadAttachmentCount,
  kTooManyAttachments,
  kBadJson,
  kBadPayload,             // JSON, but not what this packet type carries
  kReservedEvent,          // "connect", "disconnect"... cannot be sent by a client
  kBadPlaceholder,         // names no attachment
  kUnexpectedBinary,       // no packet waits for it
  kTextDuringAttachments,  // a packet waits for its attachments
  kTooLarge,
};
std::string_view to_string(DecodeError error);

}  // namespace waycast::socketio
