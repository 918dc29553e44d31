// What is kept of the request that opened an Engine.IO session until it is forgotten: a client
// chooses how long its headers are, and a session may wait with them.
#pragma once

#include "net/engineio_settings.h"
#include "protocol/http/message.h"

namespace waycast::net {

http::Request kept_handshake(const http::Request& request, const KeptHandshake& kept);

}  // namespace waycast::net
