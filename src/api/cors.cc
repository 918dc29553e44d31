#include "api/cors.h"

#include <algorithm>

namespace waycast::api {

Cors::Cors(std::vector<std::string> origins) : origins_(std::move(origins)) {
  for (std::string& origin : origins_) {
    if (origin.ends_with('/')) origin.pop_back();
    any_ = any_ || origin == "*";
  }
}

bool Cors::allows(std::string_view origin) const {
  return any_ || std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

void Cors::decorate(std::string_view origin, http::Response& response) const {
  if (!any_) response.headers.push_back({"Vary", "Origin"});
  if (origin.empty() || !allows(origin)) return;
  response.headers.push_back(
      {"Access-Control-Allow-Origin", any_ ? std::string("*") : std::string(origin)});
  response.headers.push_back({"Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id"});
}

http::Response Cors::preflight(std::string_view allow) const {
  return {.status = 204,
          .headers = {{"Allow", std::string(allow)},
                      {"Access-Control-Allow-Methods", std::string(allow)},
                      {"Access-Control-Allow-Headers",
                       "Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id"},
                      {"Access-Control-Max-Age", "600"}},
          .body = {}};
}

}  // namespace waycast::api
