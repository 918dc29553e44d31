// The header of one frame as it is on the wire (RFC 6455 5.2).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "protocol/websocket/frame.h"

namespace waycast::websocket {

struct FrameHeader {
  bool final = false;
  bool masked = false;
  std::uint8_t reserved = 0;  // RSV1 to RSV3
  Opcode opcode = Opcode::kContinuation;
  bool minimal_length = true;  // the length is in the shortest form, as it must be
  std::uint64_t payload = 0;
  std::uint32_t mask = 0;  // as in memory: apply_mask takes it
  std::size_t size = 0;    // of the header itself

  bool is_control() const { return (static_cast<std::uint8_t>(opcode) & 0x8) != 0; }
};

// The header at the front of `bytes`; nullopt if there are too few of them.
std::optional<FrameHeader> parse_header(std::string_view bytes);

// nullptr, or what is wrong with the header taken alone.
const char* frame_fault(const FrameHeader& header);

}  // namespace waycast::websocket
