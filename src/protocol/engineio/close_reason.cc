#include "protocol/engineio/application.h"

namespace waycast::engineio {

std::string_view to_string(CloseReason reason) {
  switch (reason) {
    case CloseReason::kTransportClose:
    case CloseReason::kClientClose:
      return "transport close";
    case CloseReason::kTransportError:
      return "transport error";
    case CloseReason::kPingTimeout:
      return "ping timeout";
    case CloseReason::kServerClose:
      return "forced close";
    case CloseReason::kParseError:
      return "parse error";
    case CloseReason::kPayloadTooLarge:
      return "payload too large";
    case CloseReason::kQueueOverflow:
      return "slow consumer";
    case CloseReason::kServerShutdown:
      return "server shutting down";
  }
  return "unknown";
}

}  // namespace waycast::engineio
