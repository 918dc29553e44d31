// The first packet of a session (Engine.IO protocol v4, "Handshake").
#pragma once

#include <string_view>

#include "protocol/engineio/application.h"
#include "protocol/engineio/session_state.h"

namespace waycast::engineio {

// Offers an upgrade to a polling session if the settings allow one.
PacketRef encode_open(const Settings& settings, std::string_view sid, Transport transport);

}  // namespace waycast::engineio
