#include "protocol/engineio/packet.h"

#include "protocol/engineio/base64.h"
#include "protocol/websocket/frame.h"

namespace waycast::engineio {

PacketRef EncodedPacket::text(PacketType type, std::string_view data) {
  return joined(type, {data});
}

PacketRef EncodedPacket::joined(PacketType type, std::initializer_list<std::string_view> parts) {
  std::size_t payload = 1;
  for (const std::string_view part : parts) payload += part.size();
  std::string bytes;
  const std::size_t header = websocket::header_size(payload);
  bytes.reserve(header + payload);
  websocket::append_header(bytes, websocket::Opcode::kText, payload);
  bytes += static_cast<char>(type);
  for (const std::string_view part : parts) bytes += part;
  return std::make_shared<const EncodedPacket>(std::move(bytes), static_cast<std::uint8_t>(header),
                                               false);
}

PacketRef EncodedPacket::binary(std::string_view data) {
  return std::make_shared<const EncodedPacket>(
      websocket::encode_frame(websocket::Opcode::kBinary, data),
      static_cast<std::uint8_t>(websocket::header_size(data.size())), true);
}

PacketRef EncodedPacket::base64(std::string_view data) {
  std::string text;
  append_base64(text, data);
  return joined(PacketType{kBase64Mark}, {text});
}

}  // namespace waycast::engineio
