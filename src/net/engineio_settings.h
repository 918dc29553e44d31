// What an Engine.IO server can be told.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "protocol/engineio/application.h"
#include "protocol/http/cors.h"

namespace waycast::net {

struct SessionLimits {
  std::size_t max_sessions = 100'000;   // of the whole server; over it: 503
  std::size_t max_of_address = 20'000;  // of one client's address; over it: 429; 0: no limit
  std::size_t trusted_proxies = 0;      // whose hops of X-Forwarded-For tell that address
};

// What Session::handshake() gives of the request until it is forgotten: the peer's address always,
// then the target and these headers, as far as they fit.
struct KeptHandshake {
  std::vector<std::string> headers{"Authorization",   "Cookie",          "Host",
                                   "Origin",          "User-Agent",      "Referer",
                                   "Accept-Language", "X-Forwarded-For", "X-Forwarded-Proto",
                                   "X-Request-Id"};
  std::size_t max_bytes = 8 * 1024;
};

struct EngineioSettings {
  engineio::Settings engine;
  http::CorsSettings cors;  // which web pages may use it
  SessionLimits limits = {};
  KeptHandshake handshake = {};
};

}  // namespace waycast::net
