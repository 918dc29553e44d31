// `waycast simulate`: a fleet of pilots and their customers against any Waycast server, over real
// Socket.IO and REST. The soak tool and the demo's fleet. Runs on the calling thread until the time
// is over or it is interrupted.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "base/principal.h"

namespace waycast::simulate {

struct Settings {
  std::string server = "http://127.0.0.1:5000";
  int pilots = 50;
  double bookings_per_minute = 20;  // per simulated minute
  double speed = 1;                 // simulated seconds in one real second
  std::uint64_t seed = 1;
  std::optional<Duration> duration;  // real time; empty: until interrupted
  bool handle_signals = true;        // stop at SIGINT and SIGTERM
  // Accounts as `waycast seed --simulation` makes them: sim-pilot-000000 with sim-vehicle-000000,
  // sim-user-000000...
  std::function<std::string(Role, const std::string& id)> token;
  std::function<void(const std::string& line)> print;
};

// The number of invariants broken; 0 is success. `stop` may be set from any thread. ERR_1001 for a
// bad URL, ERR_1004 if no Waycast server answers there.
Result<std::uint64_t> run(const Settings& settings, const Clock& clock,
                          const std::atomic<bool>& stop);

}  // namespace waycast::simulate
