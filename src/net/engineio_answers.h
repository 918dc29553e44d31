// The HTTP answers of an Engine.IO server: payloads and errors (Engine.IO protocol v4).
#pragma once

#include <cstdint>
#include <string>

#include "protocol/http/message.h"

namespace waycast::net {

// The numbers are on the wire.
enum class EngineioError : std::uint8_t {
  kUnknownTransport = 0,
  kUnknownSession = 1,
  kBadMethod = 2,
  kBadRequest = 3,
  kForbidden = 4,
  kUnsupportedVersion = 5,
  // Not of the protocol: a session over a limit.
  kFull = 6,             // 503
  kTooManySessions = 7,  // 429
};

// {"code":n,"message":"..."}, or the message alone if the client asked for a WebSocket.
http::Response error_answer(EngineioError error, const http::Request& request);

http::Response payload_answer(std::string payload);
http::Response post_answer();  // "ok"

}  // namespace waycast::net
