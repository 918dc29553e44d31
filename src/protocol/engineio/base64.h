// Base 64 (RFC 4648 4), the form of binary messages over long-polling, and over WebSocket for
// clients that do without binary frames.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace waycast::engineio {

// What such a message starts with, in place of a type digit.
inline constexpr char kBase64Mark = 'b';

void append_base64(std::string& out, std::string_view bytes);

// Padding may be missing; anything else that is not base 64 gives nullopt.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace waycast::engineio
