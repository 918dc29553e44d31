// Which pages of other origins may call the API (Fetch standard, "CORS protocol"). Credentials are
// bearer tokens, so cookies are never allowed for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/http/message.h"

namespace waycast::api {

class Cors {
 public:
  // "*" among them allows any origin; a trailing slash is ignored.
  explicit Cors(std::vector<std::string> origins);

  bool allows(std::string_view origin) const;
  // Adds the headers of an answer to `origin` (empty: not a cross-origin request).
  void decorate(std::string_view origin, http::Response& response) const;
  // The answer to OPTIONS of a path whose methods are `allow`.
  http::Response preflight(std::string_view allow) const;

 private:
  std::vector<std::string> origins_;
  bool any_ = false;
};

}  // namespace waycast::api
