// Reading answers without ceremony: an absent or mistyped field is an empty string, zero or false.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/geo.h"

namespace waycast::simulate {

const boost::json::value* member(const boost::json::value& object, std::string_view name);
std::string text(const boost::json::value& object, std::string_view name);
double number(const boost::json::value& object, std::string_view name);
bool flag(const boost::json::value& object, std::string_view name);
LatLng place(const boost::json::value& object, std::string_view name);  // {lat, lng}
std::string error_code(const boost::json::value& ack);  // {error: {code}}, or "no answer"

}  // namespace waycast::simulate
