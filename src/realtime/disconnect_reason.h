// Why a socket's connection ended, by the names that Socket.IO servers give.
#pragma once

#include <cstdint>
#include <string_view>

#include "protocol/engineio/application.h"

namespace waycast::realtime {

enum class DisconnectReason : std::uint8_t {
  kTransportClose,
  kTransportError,
  kPingTimeout,
  kParseError,
  kSlowConsumer,               // too much queued for it; Socket.IO has no name for this
  kClientNamespaceDisconnect,  // an explicit DISCONNECT
  kServerNamespaceDisconnect,  // Socket::disconnect()
  kForcedServerClose,          // Socket::close_transport()
  kServerShuttingDown,
};

std::string_view to_string(DisconnectReason reason);  // "client namespace disconnect"
DisconnectReason reason_of(engineio::CloseReason reason);

// The client meant to leave: nothing of it is kept for a return.
constexpr bool is_explicit(DisconnectReason reason) {
  return reason == DisconnectReason::kClientNamespaceDisconnect ||
         reason == DisconnectReason::kServerNamespaceDisconnect;
}

}  // namespace waycast::realtime
