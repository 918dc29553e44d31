// What an Engine.IO server can be told.
#pragma once

#include "protocol/engineio/application.h"
#include "protocol/http/cors.h"

namespace waycast::net {

struct EngineioSettings {
  engineio::Settings engine;
  http::CorsSettings cors;  // which web pages may use it
};

}  // namespace waycast::net
