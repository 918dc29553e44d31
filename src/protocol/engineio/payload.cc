#include "protocol/engineio/payload.h"

#include "protocol/engineio/base64.h"
#include "protocol/websocket/utf8.h"

namespace waycast::engineio {
namespace {

constexpr char kSeparator = '\x1e';

}  // namespace

std::string encode_payload(std::span<const PacketRef> packets) {
  std::string body;
  for (const PacketRef& packet : packets) {
    if (&packet != &packets.front()) body += kSeparator;
    if (packet->is_binary()) {
      body += kBase64Mark;
      append_base64(body, packet->payload());
    } else {
      body += packet->payload();
    }
  }
  return body;
}

PayloadReader::PayloadReader(std::string_view body)
    : rest_(body), malformed_(!websocket::is_utf8(body)) {}

bool PayloadReader::next() {
  if (malformed_ || at_end_) return false;
  const std::string_view text = rest_.substr(0, rest_.find(kSeparator));
  at_end_ = text.size() == rest_.size();
  if (!at_end_) rest_.remove_prefix(text.size() + 1);
  malformed_ = text.empty();
  packet_ = {false, text};
  if (text.starts_with(kBase64Mark)) {
    auto bytes = decode_base64(text.substr(1));
    malformed_ = !bytes.has_value();
    if (bytes) decoded_ = std::move(*bytes);
    packet_ = {true, decoded_};
  }
  return !malformed_;
}

}  // namespace waycast::engineio
