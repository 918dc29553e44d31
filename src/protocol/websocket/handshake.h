// The server's side of the opening handshake (RFC 6455 4.2).
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "protocol/http/message.h"

namespace waycast::websocket {

// Sec-WebSocket-Accept for a Sec-WebSocket-Key.
std::string accept_key(std::string_view key);

// True if the request asks for a WebSocket at all, well or badly: `Upgrade: websocket`.
bool wants_websocket(const http::Request& request);

// The Sec-WebSocket-Accept to answer a valid handshake with, or the response that refuses it: 400,
// or 426 with the version that is spoken here.
std::expected<std::string, http::Response> check_handshake(const http::Request& request);

// The whole 101 response, ready for the wire. `extensions` is the value of
// Sec-WebSocket-Extensions, or empty.
std::string switching_protocols(std::string_view accept, std::string_view extensions = {});

}  // namespace waycast::websocket
