// Any text is a value or an error; what is a value is written as text that gives it again. Whatever
// the grammar allows besides, Boost.JSON's own parser takes nothing that is refused here.
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "protocol/json/exact_parse.h"
#include "protocol/json/exact_write.h"

using namespace waycast;

namespace {

std::string written(const boost::json::value& value) {
  std::string text;
  json::append_json(text, value);
  return text;
}

bool boost_takes(std::string_view text) {
  boost::system::error_code error;
  boost::json::parse_options options;
  options.max_depth = json::ParseLimits{}.max_depth;
  boost::json::parse(boost::json::string_view(text.data(), text.size()), error, {}, options);
  return !error;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = json::parse_json(text);
  if (!value) {
    if (boost_takes(text)) std::abort();
    return 0;
  }
  const std::string once = written(*value);
  const auto again = json::parse_json(once);
  if (!again || written(*again) != once) std::abort();
  return 0;
}
