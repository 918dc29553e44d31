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

// What a valid handshake is answered with.
struct Acceptance {
  std::string key;       // Sec-WebSocket-Accept
  std::string protocol;  // Sec-WebSocket-Protocol: the first one offered, or empty
};

// Or the response that refuses it: 400, or 426 with the version that is spoken here.
//
// A client that offers subprotocols gives up unless one of them is chosen (4.1). Engine.IO knows
// none, and its reference server takes the first.
std::expected<Acceptance, http::Response> check_handshake(const http::Request& request);

// The whole 101 response, ready for the wire.
std::string switching_protocols(const Acceptance& acceptance);

}  // namespace waycast::websocket
