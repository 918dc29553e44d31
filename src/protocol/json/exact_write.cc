#include "protocol/json/exact_write.h"

#include <boost/json/value.hpp>

#include "base/json_writer.h"

namespace waycast::json {
namespace {

void write(JsonWriter& writer, const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      writer.null();
      break;
    case boost::json::kind::bool_:
      writer.value(value.get_bool());
      break;
    case boost::json::kind::int64:
      writer.value(std::int64_t{value.get_int64()});
      break;
    case boost::json::kind::uint64:
      writer.value(std::uint64_t{value.get_uint64()});
      break;
    case boost::json::kind::double_:
      writer.value(value.get_double() + 0.0);  // -0 becomes 0, as in JavaScript
      break;
    case boost::json::kind::string:
      writer.value(std::string_view(value.get_string()));
      break;
    case boost::json::kind::array:
      writer.begin_array();
      for (const auto& element : value.get_array()) write(writer, element);
      writer.end_array();
      break;
    case boost::json::kind::object:
      writer.begin_object();
      for (const auto& [key, member] : value.get_object()) write(writer.key(key), member);
      writer.end_object();
      break;
  }
}

}  // namespace

void append_json(std::string& out, const boost::json::value& value) {
  JsonWriter writer(out);
  write(writer, value);
}

void append_elements(std::string& out, const boost::json::array& values) {
  JsonWriter writer(out);
  for (const auto& value : values) write(writer, value);
}

}  // namespace waycast::json
