// Private to EngineioSession: its part while it polls.
#pragma once

#include <memory>

#include "net/engineio_session.h"
#include "protocol/engineio/outbox.h"

namespace waycast::net {

// What only a session without a WebSocket needs.
struct EngineioSession::Polling {
  engineio::Outbox outbox;
  std::unique_ptr<Exchange> poll;  // the pending one
  std::weak_ptr<void> arriving;    // the POST whose body is still to come
  EngineioLink* candidate = nullptr;
  bool flush_posted = false;
};

}  // namespace waycast::net
