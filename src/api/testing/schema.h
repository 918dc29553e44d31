// Checks JSON against the part of JSON Schema that our documents use: $ref, type, properties,
// required, additionalProperties, items, enum, const, oneOf, minimum, maximum, date-time.
#pragma once

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_format.h"

namespace waycast::api::testing {

class Schemas {
 public:
  explicit Schemas(std::string_view document)
      : root_(boost::json::parse(boost::json::string_view(document.data(), document.size()))) {}

  const boost::json::value& root() const { return root_; }

  const boost::json::value& resolve(const boost::json::value& given) const {
    if (!given.is_object() || !given.as_object().contains("$ref")) return given;
    const std::string pointer(given.at("$ref").as_string().c_str());
    return resolve(root_.at_pointer(pointer.substr(1)));
  }

  // What is wrong with `value`, with its place; nullopt if it fits.
  std::optional<std::string> problem(const boost::json::value& given,
                                     const boost::json::value& value,
                                     const std::string& at = "$") const {
    const auto& schema = resolve(given).as_object();
    if (const auto* one_of = schema.if_contains("oneOf")) return none_of(*one_of, value, at);
    if (const auto* wanted = schema.if_contains("const"); wanted != nullptr && *wanted != value) {
      return at + " is not " + boost::json::serialize(*wanted);
    }
    if (const auto* choices = schema.if_contains("enum")) {
      if (!contains(choices->as_array(), value)) return at + " is not one of the enum";
    }
    if (const auto* type = schema.if_contains("type"); type != nullptr && !is_type(*type, value)) {
      return at + " is not of type " + boost::json::serialize(*type);
    }
    if (value.is_object()) return object_problem(schema, value.as_object(), at);
    if (value.is_array()) return array_problem(schema, value.as_array(), at);
    return leaf_problem(schema, value, at);
  }

 private:
  using Object = boost::json::object;

  static bool contains(const boost::json::array& choices, const boost::json::value& value) {
    return std::find(choices.begin(), choices.end(), value) != choices.end();
  }

  static bool is_one_type(std::string_view type, const boost::json::value& value) {
    if (type == "null") return value.is_null();
    if (type == "boolean") return value.is_bool();
    if (type == "string") return value.is_string();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    return type == "number" && value.is_number();
  }

  static bool is_type(const boost::json::value& type, const boost::json::value& value) {
    if (type.is_string()) return is_one_type(type.as_string().c_str(), value);
    const auto& types = type.as_array();
    return std::any_of(types.begin(), types.end(), [&](const boost::json::value& one) {
      return is_one_type(one.as_string().c_str(), value);
    });
  }

  std::optional<std::string> none_of(const boost::json::value& choices,
                                     const boost::json::value& value, const std::string& at) const {
    std::string all = at + " fits no alternative:";
    for (const auto& one : choices.as_array()) {
      const auto found = problem(one, value, at);
      if (!found) return std::nullopt;
      all += " (" + *found + ")";
    }
    return all;
  }

  std::optional<std::string> object_problem(const Object& schema, const Object& value,
                                            const std::string& at) const {
    if (const auto* required = schema.if_contains("required")) {
      for (const auto& name : required->as_array()) {
        if (!value.contains(name.as_string())) return at + " lacks " + name.as_string().c_str();
      }
    }
    const auto* properties = schema.if_contains("properties");
    const auto* more = schema.if_contains("additionalProperties");
    for (const auto& [key, member] : value) {
      const std::string place = at + "." + std::string(key);
      const auto* known = properties ? properties->as_object().if_contains(key) : nullptr;
      if (known == nullptr && more != nullptr && more->is_bool() && !more->as_bool()) {
        return place + " is not documented";
      }
      const auto* rule = known != nullptr ? known : more;
      if (rule == nullptr || !rule->is_object()) continue;
      if (auto found = problem(*rule, member, place)) return found;
    }
    return std::nullopt;
  }

  std::optional<std::string> array_problem(const Object& schema, const boost::json::array& value,
                                           const std::string& at) const {
    const auto* items = schema.if_contains("items");
    for (std::size_t i = 0; items != nullptr && i < value.size(); ++i) {
      if (auto found = problem(*items, value[i], at + "[" + std::to_string(i) + "]")) return found;
    }
    return std::nullopt;
  }

  static std::optional<std::string> leaf_problem(const Object& schema,
                                                 const boost::json::value& value,
                                                 const std::string& at) {
    if (value.is_number()) {
      const double number = value.to_number<double>();
      const auto* low = schema.if_contains("minimum");
      const auto* high = schema.if_contains("maximum");
      if (low != nullptr && number < low->to_number<double>()) return at + " is too small";
      if (high != nullptr && number > high->to_number<double>()) return at + " is too large";
    }
    const auto* format = schema.if_contains("format");
    if (value.is_string() && format != nullptr && format->as_string() == "date-time") {
      const std::string text(value.as_string().c_str());
      const auto time = parse_time(text);
      if (!time || format_time(*time) != text) return at + " is not our time format";
    }
    return std::nullopt;
  }

  boost::json::value root_;
};

}  // namespace waycast::api::testing
