// Why an Engine.IO session ends, in the close codes of its WebSocket (RFC 6455 7.4.1), both ways.
#pragma once

#include <cstdint>

#include "protocol/engineio/application.h"

namespace waycast::net {

std::uint16_t close_code(engineio::CloseReason reason);
engineio::CloseReason reason_of(std::uint16_t close_code);

}  // namespace waycast::net
