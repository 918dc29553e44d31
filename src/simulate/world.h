// What all actors of one simulation share. One thread; the simulation owns it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"
#include "base/principal.h"
#include "simulate/city.h"
#include "simulate/invariants.h"
#include "simulate/reactor.h"
#include "simulate/summary.h"

namespace waycast::simulate {

struct World {
  Reactor& reactor;
  const City& city;
  const Clock& clock;
  Endpoint server;
  double speed = 1;  // simulated seconds in one real second
  std::function<std::string(Role, const std::string& id)> token;
  std::unordered_map<std::string, SteadyTime> last_sent{};  // by booking: its pilot's last send
  Invariants invariants{};
  Summary summary{};
  bool stopping = false;

  // Runs `task` after so many simulated seconds.
  void later(double simulated_seconds, std::function<void()> task) {
    reactor.after(Duration{static_cast<Duration::rep>(simulated_seconds * 1000 / speed)},
                  std::move(task));
  }
};

}  // namespace waycast::simulate
