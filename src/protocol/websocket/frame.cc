#include "protocol/websocket/frame.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace waycast::websocket {
namespace {

constexpr char kFinal = static_cast<char>(0x80);
constexpr std::uint8_t kMaskBit = 0x80;

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift);
  }
}

void append_header(std::string& out, Opcode opcode, std::size_t payload, std::uint8_t mask_bit) {
  out += static_cast<char>(kFinal | static_cast<char>(opcode));
  if (payload < 126) {
    out += static_cast<char>(payload | mask_bit);
  } else if (payload <= 0xFFFF) {
    out += static_cast<char>(126 | mask_bit);
    append_big_endian(out, payload, 2);
  } else {
    out += static_cast<char>(127 | mask_bit);
    append_big_endian(out, payload, 8);
  }
}

// Does not leave half a character at the end.
std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<std::uint8_t>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

}  // namespace

bool is_valid_close_code(std::uint16_t code) {
  if (code >= 3000) return code <= 4999;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

std::size_t header_size(std::size_t payload) {
  if (payload < 126) return 2;
  return payload <= 0xFFFF ? 4 : 10;
}

void append_header(std::string& out, Opcode opcode, std::size_t payload) {
  append_header(out, opcode, payload, 0);
}

std::string encode_frame(Opcode opcode, std::string_view payload) {
  std::string out;
  out.reserve(header_size(payload.size()) + payload.size());
  append_header(out, opcode, payload.size());
  out += payload;
  return out;
}

std::string encode_close(std::uint16_t code, std::string_view reason) {
  std::string body;
  if (code != kCloseNoStatus) {
    append_big_endian(body, code, 2);
    body += cut(reason, kMaxControlPayload - 2);
  }
  return encode_frame(Opcode::kClose, body);
}

std::string encode_masked_frame(Opcode opcode, std::string_view payload,
                                std::array<std::uint8_t, 4> mask) {
  std::string out;
  out.reserve(header_size(payload.size()) + mask.size() + payload.size());
  append_header(out, opcode, payload.size(), kMaskBit);
  out.append(reinterpret_cast<const char*>(mask.data()), mask.size());
  const std::size_t start = out.size();
  out += payload;
  apply_mask(std::span(out).subspan(start), std::bit_cast<std::uint32_t>(mask));
  return out;
}

void apply_mask(std::span<char> bytes, std::uint32_t mask, std::size_t offset) {
  std::array<std::uint8_t, 8> key;
  std::memcpy(key.data(), &mask, 4);
  std::memcpy(key.data() + 4, &mask, 4);
  std::rotate(key.begin(), key.begin() + static_cast<std::ptrdiff_t>(offset % 4), key.end());
  const auto wide = std::bit_cast<std::uint64_t>(key);
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    word ^= wide;
    std::memcpy(bytes.data() + at, &word, 8);
  }
  for (std::size_t i = 0; at < bytes.size(); ++at, ++i) {
    bytes[at] = static_cast<char>(static_cast<std::uint8_t>(bytes[at]) ^ key[i]);
  }
}

}  // namespace waycast::websocket
