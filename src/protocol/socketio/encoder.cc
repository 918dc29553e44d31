#include "protocol/socketio/encoder.h"

#include <charconv>

#include "base/json_writer.h"
#include "protocol/socketio/packet.h"

namespace waycast::socketio {
namespace {

using engineio::EncodedPacket;
using engineio::PacketRef;

constexpr std::size_t kUsualHead = 64;

void append_number(std::string& out, std::uint64_t number) {
  char text[20];
  out.append(text, std::to_chars(text, text + sizeof text, number).ptr);
}

// <type>[<attachments>-][<namespace>,][<ack id>]
std::string head(PacketType type, std::string_view nsp, AckId id, std::size_t attachments = 0) {
  std::string out;
  out.reserve(kUsualHead);
  out += static_cast<char>(type);
  if (type == PacketType::kBinaryEvent || type == PacketType::kBinaryAck) {
    append_number(out, attachments);
    out += '-';
  }
  if (nsp != "/") {
    out += nsp;
    out += ',';
  }
  if (id) append_number(out, *id);
  return out;
}

PacketRef packet(std::initializer_list<std::string_view> parts) {
  return EncodedPacket::joined(engineio::PacketType::kMessage, parts);
}

PacketRef event_packet(std::string start, std::string_view event, std::string_view args) {
  start += '[';
  append_json_string(start, event);
  if (!args.empty()) start += ',';
  return packet({start, args, "]"});
}

std::vector<PacketRef> with_attachments(PacketRef first, std::span<const std::string> attachments) {
  std::vector<PacketRef> packets{std::move(first)};
  for (const std::string& each : attachments) packets.push_back(EncodedPacket::binary(each));
  return packets;
}

}  // namespace

PacketRef encode_event(std::string_view nsp, std::string_view event, std::string_view args,
                       AckId id) {
  return event_packet(head(PacketType::kEvent, nsp, id), event, args);
}

PacketRef encode_ack(std::string_view nsp, std::uint64_t id, std::string_view args) {
  return packet({head(PacketType::kAck, nsp, id), "[", args, "]"});
}

PacketRef encode_connect(std::string_view nsp, std::string_view data) {
  return packet({head(PacketType::kConnect, nsp, {}), data});
}

PacketRef encode_connect_error(std::string_view nsp, std::string_view message,
                               std::string_view data) {
  std::string object;
  JsonWriter writer(object);
  writer.begin_object().field("message", message);
  if (!data.empty()) writer.key("data").raw(data);
  writer.end_object();
  return packet({head(PacketType::kConnectError, nsp, {}), object});
}

PacketRef encode_disconnect(std::string_view nsp) {
  return packet({head(PacketType::kDisconnect, nsp, {})});
}

std::vector<PacketRef> encode_binary_event(std::string_view nsp, std::string_view event,
                                           std::string_view args,
                                           std::span<const std::string> attachments, AckId id) {
  return with_attachments(
      event_packet(head(PacketType::kBinaryEvent, nsp, id, attachments.size()), event, args),
      attachments);
}

std::vector<PacketRef> encode_binary_ack(std::string_view nsp, std::uint64_t id,
                                         std::string_view args,
                                         std::span<const std::string> attachments) {
  return with_attachments(
      packet({head(PacketType::kBinaryAck, nsp, id, attachments.size()), "[", args, "]"}),
      attachments);
}

}  // namespace waycast::socketio
