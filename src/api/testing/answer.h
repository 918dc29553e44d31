// An answer of the API with its body read.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "protocol/http/message.h"

namespace waycast::api::testing {

struct Answer {
  http::Response response;
  boost::json::value json;  // null if the body is not JSON

  int status() const { return response.status; }
  std::string header(std::string_view name) const {
    return std::string(http::find(response.headers, name));
  }
  std::string code() const { return text("code"); }
  std::string text(std::string_view key) const {
    const auto* found = json.is_object() ? json.as_object().if_contains(key) : nullptr;
    return found != nullptr && found->is_string() ? found->as_string().c_str() : "";
  }
  const boost::json::value& data() const { return json.at("data"); }
  std::string data_text(std::string_view key) const { return data().at(key).as_string().c_str(); }
};

}  // namespace waycast::api::testing
