// WebSocket frames as bytes: headers, whole frames and close codes (RFC 6455 5.2, 5.5, 7.4).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace waycast::websocket {

enum class Opcode : std::uint8_t {
  kContinuation = 0x0,
  kText = 0x1,
  kBinary = 0x2,
  kClose = 0x8,
  kPing = 0x9,
  kPong = 0xA,
};

inline constexpr std::size_t kMaxControlPayload = 125;
inline constexpr std::size_t kMaxHeader = 14;

inline constexpr std::uint16_t kCloseNormal = 1000;
inline constexpr std::uint16_t kCloseGoingAway = 1001;
inline constexpr std::uint16_t kCloseProtocolError = 1002;
inline constexpr std::uint16_t kCloseNoStatus = 1005;  // never sent: a close frame without a code
inline constexpr std::uint16_t kCloseLost = 1006;      // never sent: no close frame at all
inline constexpr std::uint16_t kCloseInvalidText = 1007;
inline constexpr std::uint16_t kClosePolicy = 1008;
inline constexpr std::uint16_t kCloseTooBig = 1009;
inline constexpr std::uint16_t kCloseInternalError = 1011;
inline constexpr std::uint16_t kCloseServiceRestart = 1012;
inline constexpr std::uint16_t kCloseTryLater = 1013;

// True for the codes that a peer may put on the wire (RFC 6455 7.4.2 and the IANA registry).
bool is_valid_close_code(std::uint16_t code);

// Size of the unmasked header in front of a payload: 2, 4 or 10.
std::size_t header_size(std::size_t payload);

// Appends the header of a final, unmasked frame.
void append_header(std::string& out, Opcode opcode, std::size_t payload);

// A whole final frame as a server sends it.
std::string encode_frame(Opcode opcode, std::string_view payload);

// A close frame; `reason` is cut to 123 bytes at a character's edge. kCloseNoStatus: no body.
std::string encode_close(std::uint16_t code, std::string_view reason);

// A whole final frame as a client sends it: simulators and tests.
std::string encode_masked_frame(Opcode opcode, std::string_view payload,
                                std::array<std::uint8_t, 4> mask);

// XORs `bytes` with the mask in place; `offset` is the position of bytes[0] in its payload.
void apply_mask(std::span<char> bytes, std::uint32_t mask, std::size_t offset = 0);

}  // namespace waycast::websocket
