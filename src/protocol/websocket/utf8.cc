#include "protocol/websocket/utf8.h"

#include <cstring>

namespace waycast::websocket {
namespace {

constexpr std::uint8_t kBroken = 0xFF;

// The length of the run of ASCII at the front, to a multiple of 8 or the first word that has more.
std::size_t ascii_words(std::string_view bytes) {
  std::size_t at = 0;
  while (at + 8 <= bytes.size()) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + at, 8);
    if (word & 0x8080808080808080ULL) break;
    at += 8;
  }
  return at;
}

}  // namespace

bool Utf8Validator::start(std::uint8_t byte) {
  lowest_ = 0x80;
  highest_ = 0xBF;
  if (byte < 0xC2) return false;
  if (byte < 0xE0) {
    state_ = 1;
  } else if (byte < 0xF0) {
    state_ = 2;
    if (byte == 0xE0) lowest_ = 0xA0;
    if (byte == 0xED) highest_ = 0x9F;
  } else if (byte < 0xF5) {
    state_ = 3;
    if (byte == 0xF0) lowest_ = 0x90;
    if (byte == 0xF4) highest_ = 0x8F;
  } else {
    return false;
  }
  return true;
}

bool Utf8Validator::step(std::uint8_t byte) {
  if (state_ == 0) return byte < 0x80 || start(byte);
  if (byte < lowest_ || byte > highest_) return false;
  --state_;
  lowest_ = 0x80;
  highest_ = 0xBF;
  return true;
}

bool Utf8Validator::add(std::string_view bytes) {
  if (state_ == kBroken) return false;
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (state_ == 0) at += ascii_words(bytes.substr(at));
    for (std::size_t end = at + 8; at < bytes.size() && (at < end || state_ != 0); ++at) {
      if (!step(static_cast<std::uint8_t>(bytes[at]))) {
        state_ = kBroken;
        return false;
      }
    }
  }
  return true;
}

bool is_utf8(std::string_view text) {
  Utf8Validator validator;
  return validator.add(text) && validator.complete();
}

}  // namespace waycast::websocket
