#include "protocol/websocket/frame_header.h"

#include <cstring>

namespace waycast::websocket {
namespace {

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<std::uint8_t>(byte);
  return value;
}

bool is_known(Opcode opcode) {
  return opcode <= Opcode::kBinary || (opcode >= Opcode::kClose && opcode <= Opcode::kPong);
}

}  // namespace

std::optional<FrameHeader> parse_header(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  const auto second = static_cast<std::uint8_t>(bytes[1]);
  FrameHeader header;
  header.final = (first & 0x80) != 0;
  header.reserved = first & 0x70;
  header.opcode = static_cast<Opcode>(first & 0x0F);
  header.masked = (second & 0x80) != 0;
  const std::uint8_t short_length = second & 0x7F;
  const std::size_t extended = short_length < 126 ? 0 : short_length == 126 ? 2 : 8;
  header.size = 2 + extended + (header.masked ? 4 : 0);
  if (bytes.size() < header.size) return std::nullopt;
  header.payload = extended == 0 ? short_length : big_endian(bytes.substr(2, extended));
  header.minimal_length = extended == 0 || header.payload > (extended == 2 ? 125U : 0xFFFFU);
  if (header.masked) std::memcpy(&header.mask, bytes.data() + 2 + extended, 4);
  return header;
}

const char* frame_fault(const FrameHeader& header) {
  if (header.reserved != 0) return "reserved bits are set";
  if (!is_known(header.opcode)) return "unknown opcode";
  if (!header.minimal_length) return "length is not in its shortest form";
  if (header.is_control() && !header.final) return "fragmented control frame";
  if (header.is_control() && header.payload > kMaxControlPayload) return "control frame too long";
  return nullptr;
}

}  // namespace waycast::websocket
