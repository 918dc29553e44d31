#include "protocol/socketio/packet.h"

namespace waycast::socketio {

std::string_view to_string(DecodeError error) {
  switch (error) {
    case DecodeError::kEmpty:
      return "empty packet";
    case DecodeError::kUnknownType:
      return "unknown packet type";
    case DecodeError::kBadNamespace:
      return "bad namespace";
    case DecodeError::kBadAckId:
      return "bad acknowledgement id";
    case DecodeError::kBadAttachmentCount:
      return "bad attachment count";
    case DecodeError::kTooManyAttachments:
      return "too many attachments";
    case DecodeError::kBadJson:
      return "malformed JSON";
    case DecodeError::kBadPayload:
      return "payload does not fit the packet type";
    case DecodeError::kReservedEvent:
      return "reserved event name";
    case DecodeError::kBadPlaceholder:
      return "placeholder without attachment";
    case DecodeError::kUnexpectedBinary:
      return "unexpected binary message";
    case DecodeError::kTextDuringAttachments:
      return "text while attachments are awaited";
    case DecodeError::kTooLarge:
      return "packet too large";
  }
  return "unknown";
}

}  // namespace waycast::socketio
