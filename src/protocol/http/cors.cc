#include "protocol/http/cors.h"

#include <algorithm>

namespace waycast::http {
namespace {

constexpr std::string_view kReadable = "ETag, Idempotency-Replayed, Retry-After, X-Request-Id";

bool allows(const CorsSettings& cors, std::string_view origin) {
  return std::ranges::any_of(cors.origins, [origin](std::string_view allowed) {
    if (allowed == "*") return true;
    if (allowed.ends_with('/')) allowed.remove_suffix(1);
    return allowed == origin;
  });
}

}  // namespace

void add_cors(Response& response, std::string_view origin, const CorsSettings& cors) {
  if (cors.origins.empty()) return;
  response.headers.push_back({"Vary", "Origin"});
  if (origin.empty() || !allows(cors, origin)) return;
  response.headers.push_back({"Access-Control-Allow-Origin", std::string(origin)});
  response.headers.push_back({"Access-Control-Allow-Credentials", "true"});
  response.headers.push_back({"Access-Control-Expose-Headers", std::string(kReadable)});
}

Response preflight_answer(const Request& request, std::string_view methods) {
  Response response{204,
                    {{"Allow", std::string(methods)},
                     {"Access-Control-Allow-Methods", std::string(methods)},
                     {"Access-Control-Max-Age", "600"}},
                    {}};
  const std::string_view wanted = request.header("Access-Control-Request-Headers");
  if (wanted.empty()) return response;
  response.headers.push_back({"Access-Control-Allow-Headers", std::string(wanted)});
  response.headers.push_back({"Vary", "Access-Control-Request-Headers"});
  return response;
}

}  // namespace waycast::http
