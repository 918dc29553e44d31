#include "protocol/json/exact_parse.h"

#include <array>
#include <boost/json/basic_parser_impl.hpp>

#include "protocol/json/admissible.h"
#include "protocol/json/exact_handler.h"

namespace waycast::json {
namespace {

constexpr std::size_t kScratch = 2048;

std::expected<boost::json::value, ParseError> parse(std::string_view text,
                                                    const ParseLimits& limits,
                                                    boost::json::storage_ptr memory) {
  std::array<unsigned char, kScratch> scratch;
  boost::json::parse_options options;
  options.max_depth = limits.max_depth;
  boost::json::basic_parser<ExactHandler> parser(options, scratch, std::move(memory));
  boost::json::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (error) {
    return std::unexpected(
        ParseError{error.message(), used, error == boost::json::error::too_deep});
  }
  if (used < text.size()) return std::unexpected(ParseError{"text after the JSON value", used});
  return parser.handler().release();
}

}  // namespace

std::expected<boost::json::value, ParseError> parse_json(std::string_view text,
                                                         const ParseLimits& limits,
                                                         boost::json::storage_ptr memory) {
  auto parsed = parse(text, limits, memory);
  if (parsed || parsed.error().is_too_deep) return parsed;
  const std::string mended = admissible(text);
  return mended == text ? parsed : parse(mended, limits, std::move(memory));
}

}  // namespace waycast::json
