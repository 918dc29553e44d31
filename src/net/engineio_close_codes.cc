#include "net/engineio_close_codes.h"

#include "protocol/websocket/frame.h"

namespace waycast::net {

using engineio::CloseReason;

std::uint16_t close_code(CloseReason reason) {
  switch (reason) {
    case CloseReason::kServerShutdown:
      return websocket::kCloseGoingAway;
    case CloseReason::kParseError:
      return websocket::kCloseProtocolError;
    case CloseReason::kPayloadTooLarge:
      return websocket::kCloseTooBig;
    default:
      return websocket::kCloseNormal;
  }
}

CloseReason reason_of(std::uint16_t code) {
  switch (code) {
    case websocket::kCloseTooBig:
      return CloseReason::kPayloadTooLarge;
    case websocket::kCloseProtocolError:
    case websocket::kCloseInvalidText:
      return CloseReason::kParseError;
    default:
      return CloseReason::kTransportClose;
  }
}

}  // namespace waycast::net
