// What REST asks of the live side: the same paths as the socket events, decided by the pilot's one
// owner. Any thread; `done` runs on reply_to.
#pragma once

#include <vector>

#include "base/error.h"
#include "base/executor.h"
#include "base/principal.h"
#include "base/reply.h"
#include "tracking/points.h"

namespace waycast {

class LiveCommands {
 public:
  virtual ~LiveCommands() = default;
  virtual void pilot_online(const PilotId& pilot, const VehicleId& vehicle, Executor& reply_to,
                            Done<std::vector<BookingId>> done) = 0;
  virtual void pilot_offline(const PilotId& pilot, Executor& reply_to, Done<void> done) = 0;
  virtual void pilot_location(const PilotId& pilot, const Location& location, Executor& reply_to,
                              Done<void> done) = 0;
  // The account is suspended: its sockets get `error` with this code and are disconnected; a pilot
  // goes offline.
  virtual void suspend(Role role, const std::string& id) = 0;
};

}  // namespace waycast
