// Incremental UTF-8 validation (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstdint>
#include <string_view>

namespace waycast::websocket {

class Utf8Validator {
 public:
  // False as soon as what came so far cannot be the beginning of valid text; then for ever.
  bool add(std::string_view bytes);
  // True if the text may end here.
  bool complete() const { return state_ == 0; }

 private:
  std::uint8_t state_ = 0;  // continuation bytes due; or kBroken
  std::uint8_t lowest_ = 0x80;
  std::uint8_t highest_ = 0xBF;  // what the next continuation byte may be
  bool start(std::uint8_t byte);
  bool step(std::uint8_t byte);
};

bool is_utf8(std::string_view text);

}  // namespace waycast::websocket
