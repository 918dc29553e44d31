// Builds Socket.IO packets, ready for any transport, from arguments that are JSON text already
// (Socket.IO protocol v5, "Packet encoding"). Each is encoded once and shared by all receivers.
//
// `args` is the arguments' JSON separated by commas, without brackets: `{"lat":1}`, `1,"two"`, or
// empty. It is trusted to be valid JSON. `nsp` is "/" or "/name".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/engineio/packet.h"

namespace waycast::socketio {

using AckId = std::optional<std::uint64_t>;

engineio::PacketRef encode_event(std::string_view nsp, std::string_view event,
                                 std::string_view args, AckId id = {});
engineio::PacketRef encode_ack(std::string_view nsp, std::uint64_t id, std::string_view args);

// `data` is one JSON object, or empty.
engineio::PacketRef encode_connect(std::string_view nsp, std::string_view data);

// `data` is one JSON value that becomes err.data at the client, or empty.
engineio::PacketRef encode_connect_error(std::string_view nsp, std::string_view message,
                                         std::string_view data = {});
engineio::PacketRef encode_disconnect(std::string_view nsp);

// `args` holds placeholders {"_placeholder":true,"num":n}. The packets are to be sent in this order
// with nothing between them.
std::vector<engineio::PacketRef> encode_binary_event(std::string_view nsp, std::string_view event,
                                                     std::string_view args,
                                                     std::span<const std::string> attachments,
                                                     AckId id = {});
std::vector<engineio::PacketRef> encode_binary_ack(std::string_view nsp, std::uint64_t id,
                                                   std::string_view args,
                                                   std::span<const std::string> attachments);

}  // namespace waycast::socketio
