#include "simulate/json_access.h"

#include <boost/json.hpp>

namespace waycast::simulate {

const boost::json::value* member(const boost::json::value& object, std::string_view name) {
  const auto* fields = object.if_object();
  return fields != nullptr ? fields->if_contains({name.data(), name.size()}) : nullptr;
}

std::string text(const boost::json::value& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_string() ? std::string(value->get_string().c_str())
                                                : std::string();
}

double number(const boost::json::value& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_number() ? value->to_number<double>() : 0;
}

bool flag(const boost::json::value& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

LatLng place(const boost::json::value& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr ? LatLng{number(*value, "lat"), number(*value, "lng")} : LatLng{};
}

std::string error_code(const boost::json::value& ack) {
  const auto* error = member(ack, "error");
  return error != nullptr ? text(*error, "code") : "no answer";
}

}  // namespace waycast::simulate
