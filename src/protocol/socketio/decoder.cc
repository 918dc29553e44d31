#include "protocol/socketio/decoder.h"

#include <algorithm>
#include <array>

#include "protocol/json/exact_parse.h"
#include "protocol/json/exact_write.h"
#include "protocol/socketio/packet_header.h"

namespace waycast::socketio {
namespace {

using boost::json::value;

bool is_reserved(std::string_view event) {
  static constexpr std::array<std::string_view, 6> kReserved{
      "connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"};
  return std::ranges::find(kReserved, event) != kReserved.end();
}

// Moves the event's name out of the front of its arguments.
std::optional<DecodeError> take_event(Packet& packet) {
  if (!packet.data.is_array() || packet.data.get_array().empty()) return DecodeError::kBadPayload;
  auto& args = packet.data.get_array();
  const value& name = args.front();
  if (name.is_string()) {
    packet.event = std::string_view(name.get_string());
    if (is_reserved(packet.event)) return DecodeError::kReservedEvent;
  } else if (name.is_number()) {
    json::append_json(packet.event, name);
  } else {
    return DecodeError::kBadPayload;
  }
  args.erase(args.begin());
  return std::nullopt;
}

bool placeholders_fit(const value& data, std::size_t attachments);

bool placeholder_fits(const boost::json::object& object, std::size_t attachments) {
  const value* index = object.if_contains("num");
  if (index == nullptr || !index->is_int64()) return false;
  return index->get_int64() >= 0 && static_cast<std::size_t>(index->get_int64()) < attachments;
}

bool object_fits(const boost::json::object& object, std::size_t attachments) {
  const value* mark = object.if_contains("_placeholder");
  if (mark != nullptr && mark->is_bool() && mark->get_bool()) {
    return placeholder_fits(object, attachments);
  }
  return std::ranges::all_of(object, [attachments](const auto& member) {
    return placeholders_fit(member.value(), attachments);
  });
}

bool placeholders_fit(const value& data, std::size_t attachments) {
  if (data.is_object()) return object_fits(data.get_object(), attachments);
  if (!data.is_array()) return true;
  return std::ranges::all_of(data.get_array(), [attachments](const value& element) {
    return placeholders_fit(element, attachments);
  });
}

// What each type of packet must and must not carry.
std::optional<DecodeError> check(Packet& packet, std::size_t attachments, bool has_json) {
  switch (packet.type) {
    case PacketType::kConnect:
      if (has_json && !packet.data.is_object()) return DecodeError::kBadPayload;
      break;
    case PacketType::kDisconnect:
      if (has_json) return DecodeError::kBadPayload;
      break;
    case PacketType::kConnectError:
      if (!packet.data.is_object() && !packet.data.is_string()) return DecodeError::kBadPayload;
      break;
    case PacketType::kAck:
    case PacketType::kBinaryAck:
      if (!packet.ack_id) return DecodeError::kBadAckId;
      if (!packet.data.is_array()) return DecodeError::kBadPayload;
      break;
    case PacketType::kEvent:
    case PacketType::kBinaryEvent:
      if (const auto error = take_event(packet)) return error;
      break;
  }
  const bool carries_id = packet.is_event() || packet.is_ack();
  if (packet.ack_id && !carries_id) return DecodeError::kBadAckId;
  const bool binary =
      packet.type == PacketType::kBinaryEvent || packet.type == PacketType::kBinaryAck;
  if (binary && !placeholders_fit(packet.data, attachments)) return DecodeError::kBadPlaceholder;
  return std::nullopt;
}

bool can_be_skipped(const Packet& packet) {
  if (packet.is_ack()) return packet.ack_id.has_value();
  return packet.is_event() || (packet.type == PacketType::kConnect && !packet.ack_id);
}

std::expected<Packet, DecodeError> decode(const PacketHeader& header, const Limits& limits,
                                          boost::json::storage_ptr memory) {
  Packet packet{.type = header.type,
                .nsp = std::string(header.nsp),
                .ack_id = header.ack_id,
                .event = {},
                .data = value(memory),
                .attachments = {},
                .is_too_deep = false};
  if (!header.json.empty()) {
    auto data = json::parse_json(header.json, {limits.max_depth}, std::move(memory));
    if (!data && data.error().is_too_deep && can_be_skipped(packet)) {
      packet.is_too_deep = true;
      return packet;
    }
    if (!data) return std::unexpected(DecodeError::kBadJson);
    packet.data = std::move(*data);
  }
  if (const auto error = check(packet, header.attachments, !header.json.empty())) {
    return std::unexpected(*error);
  }
  return packet;
}

}  // namespace

struct Decoder::Pending {
  Packet packet;
  std::size_t attachments;
  std::size_t bytes;  // of text and attachments so far
};

Decoder::Decoder(const Limits& limits) : limits_(&limits) {}
Decoder::~Decoder() = default;
Decoder::Decoder(Decoder&&) noexcept = default;
Decoder& Decoder::operator=(Decoder&&) noexcept = default;

DecodeResult Decoder::text(std::string_view message, boost::json::storage_ptr memory) {
  if (pending_) return std::unexpected(DecodeError::kTextDuringAttachments);
  if (message.size() > limits_->max_packet) return std::unexpected(DecodeError::kTooLarge);
  const auto header = parse_packet_header(message, *limits_);
  if (!header) return std::unexpected(header.error());
  if (header->attachments > 0) memory = {};
  auto packet = decode(*header, *limits_, std::move(memory));
  if (!packet) return std::unexpected(packet.error());
  if (header->attachments == 0) return std::move(*packet);
  pending_ = std::make_unique<Pending>(std::move(*packet), header->attachments, message.size());
  return std::nullopt;
}

const std::string* Decoder::awaits_attachments() const {
  return pending_ ? &pending_->packet.nsp : nullptr;
}

DecodeResult Decoder::binary(std::string_view attachment) {
  if (!pending_) return std::unexpected(DecodeError::kUnexpectedBinary);
  pending_->bytes += attachment.size();
  if (pending_->bytes > limits_->max_packet) return std::unexpected(DecodeError::kTooLarge);
  pending_->packet.attachments.emplace_back(attachment);
  if (pending_->packet.attachments.size() < pending_->attachments) return std::nullopt;
  Packet packet = std::move(pending_->packet);
  pending_.reset();
  return packet;
}

}  // namespace waycast::socketio
