// What the grammar of JSON allows and Boost.JSON 1.81 refuses, made into what it reads the same way
// as JSON.parse does (RFC 8259 8.2, 6). For sources of this folder only.
#pragma once

#include <string>
#include <string_view>

namespace waycast::json {

// Escaped halves of surrogate pairs become U+FFFD, and exponents of ten digits or more nine digits:
// the numbers are zero or infinite all the same. Everything else is copied, well formed or not.
std::string admissible(std::string_view text);

}  // namespace waycast::json
