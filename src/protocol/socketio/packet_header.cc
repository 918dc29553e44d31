#include "protocol/socketio/packet_header.h"

#include <algorithm>
#include <charconv>

namespace waycast::socketio {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits at the front as a number, removed from `text`; nullopt if there are none or too many.
template <class Number>
std::optional<Number> take_number(std::string_view& text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<DecodeError> take_attachments(std::string_view& text, const Limits& limits,
                                            PacketHeader& header) {
  if (text.empty() || !is_digit(text[0])) return DecodeError::kBadAttachmentCount;
  const auto count = take_number<std::uint32_t>(text);
  if (!count) return DecodeError::kTooManyAttachments;
  if (!text.starts_with('-')) return DecodeError::kBadAttachmentCount;
  if (*count > limits.max_attachments) return DecodeError::kTooManyAttachments;
  text.remove_prefix(1);
  header.attachments = *count;
  return std::nullopt;
}

std::optional<DecodeError> take_namespace(std::string_view& text, const Limits& limits,
                                          PacketHeader& header) {
  if (!text.starts_with('/')) return std::nullopt;
  const std::string_view name = text.substr(0, text.find(','));
  if (name.size() > limits.max_namespace) return DecodeError::kBadNamespace;
  text.remove_prefix(std::min(name.size() + 1, text.size()));
  header.nsp = name.substr(0, name.find('?'));
  return std::nullopt;
}

std::optional<DecodeError> take_ack_id(std::string_view& text, PacketHeader& header) {
  if (text.empty() || !is_digit(text[0])) return std::nullopt;
  header.ack_id = take_number<std::uint64_t>(text);
  if (!header.ack_id) return DecodeError::kBadAckId;
  return std::nullopt;
}

}  // namespace

std::expected<PacketHeader, DecodeError> parse_packet_header(std::string_view message,
                                                             const Limits& limits) {
  if (message.empty()) return std::unexpected(DecodeError::kEmpty);
  if (message[0] < '0' || message[0] > '6') return std::unexpected(DecodeError::kUnknownType);
  PacketHeader header;
  header.type = static_cast<PacketType>(message[0]);
  message.remove_prefix(1);
  if (header.is_binary()) {
    if (const auto error = take_attachments(message, limits, header)) {
      return std::unexpected(*error);
    }
  }
  if (const auto error = take_namespace(message, limits, header)) return std::unexpected(*error);
  if (const auto error = take_ack_id(message, header)) return std::unexpected(*error);
  header.json = message;
  return header;
}

}  // namespace waycast::socketio
