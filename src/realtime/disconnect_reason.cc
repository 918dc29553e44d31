#include "realtime/disconnect_reason.h"

namespace waycast::realtime {

std::string_view to_string(DisconnectReason reason) {
  switch (reason) {
    case DisconnectReason::kTransportClose:
      return "transport close";
    case DisconnectReason::kTransportError:
      return "transport error";
    case DisconnectReason::kPingTimeout:
      return "ping timeout";
    case DisconnectReason::kParseError:
      return "parse error";
    case DisconnectReason::kSlowConsumer:
      return "slow consumer";
    case DisconnectReason::kClientNamespaceDisconnect:
      return "client namespace disconnect";
    case DisconnectReason::kServerNamespaceDisconnect:
      return "server namespace disconnect";
    case DisconnectReason::kForcedServerClose:
      return "forced server close";
    case DisconnectReason::kServerShuttingDown:
      return "server shutting down";
  }
  return "transport error";
}

DisconnectReason reason_of(engineio::CloseReason reason) {
  switch (reason) {
    case engineio::CloseReason::kTransportClose:
    case engineio::CloseReason::kClientClose:
      return DisconnectReason::kTransportClose;
    case engineio::CloseReason::kTransportError:
    case engineio::CloseReason::kPayloadTooLarge:
      return DisconnectReason::kTransportError;
    case engineio::CloseReason::kPingTimeout:
      return DisconnectReason::kPingTimeout;
    case engineio::CloseReason::kServerClose:
      return DisconnectReason::kForcedServerClose;
    case engineio::CloseReason::kParseError:
      return DisconnectReason::kParseError;
    case engineio::CloseReason::kQueueOverflow:
      return DisconnectReason::kSlowConsumer;
    case engineio::CloseReason::kServerShutdown:
      return DisconnectReason::kServerShuttingDown;
  }
  return DisconnectReason::kTransportError;
}

}  // namespace waycast::realtime
