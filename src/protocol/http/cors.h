// Which pages of other origins may use the server (Fetch standard, "CORS protocol"): one answer for
// REST and for Engine.IO over polling. WebSockets are not subject to it.
//
// A client is known by its token, never by a cookie, so credentials that a page sends along give it
// nothing, and any allowed origin may send them: with `*` browsers would refuse `withCredentials`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/http/message.h"

namespace waycast::http {

struct CorsSettings {
  // "https://app.example.com", perhaps with a slash behind it; "*" allows any. Empty: the same
  // origin only.
  std::vector<std::string> origins;
};

// Adds what lets a page of `origin` (empty: not a cross-origin request) read the response.
void add_cors(Response& response, std::string_view origin, const CorsSettings& cors);
inline void add_cors(Response& response, const Request& request, const CorsSettings& cors) {
  add_cors(response, request.header("Origin"), cors);
}

// The answer to an OPTIONS request for what has these methods ("GET, POST"): whatever headers the
// page asks for may be sent.
Response preflight_answer(const Request& request, std::string_view methods);

}  // namespace waycast::http
