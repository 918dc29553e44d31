// What may not reach a log: tokens and phone numbers, wherever in a line they turn up.
#pragma once

#include <string>
#include <string_view>

namespace waycast::app {

// JSON Web Tokens and `Bearer ...` become `[token]`; a phone number (an optional + and 10 to 15
// digits standing alone) keeps its last two digits: `[phone]89`.
std::string redact(std::string_view line);

}  // namespace waycast::app
