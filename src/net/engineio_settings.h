// What an Engine.IO server can be told.
#pragma once

#include <string>
#include <vector>

#include "protocol/engineio/application.h"

namespace waycast::net {

// Which web pages may use the server (Fetch standard, "CORS protocol"). WebSockets are not subject
// to it: a client is known by its token, never by a cookie.
struct CorsSettings {
  // "https://app.example.com"; "*" allows any, without credentials. Empty: the same origin only.
  std::vector<std::string> origins;
};

struct EngineioSettings {
  engineio::Settings engine;
  CorsSettings cors;
};

}  // namespace waycast::net
