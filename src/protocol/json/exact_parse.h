// JSON text to Boost.JSON values with exact numbers.
//
// Boost.JSON 1.81's own parser reads about one full-length double in ten a unit in the last place
// off; this one goes through std::from_chars, so that a position survives being read and written.
// RFC 8259: all that its grammar allows is read, as JSON.parse reads it, and nothing beyond it.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace waycast::json {

struct ParseLimits {
  std::size_t max_depth = 256;  // the parser and whoever walks the value recurse
};

struct ParseError {
  std::string message;     // "incomplete JSON"
  std::size_t offset = 0;  // where it was noticed, in bytes
  bool is_too_deep = false;
};

// The whole of `text` is one JSON value. Integers that fit become int64 or uint64, everything else
// double; a number beyond double's range is infinite, so that whoever reads it as a number has to
// check, and whoever does not is not bothered. Half of a surrogate pair is U+FFFD. Repeated keys:
// the last one wins. The value lives in `memory`.
std::expected<boost::json::value, ParseError> parse_json(std::string_view text,
                                                         const ParseLimits& limits = {},
                                                         boost::json::storage_ptr memory = {});

}  // namespace waycast::json
