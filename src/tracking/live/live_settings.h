// The numbers of the live side (docs/domain.md, "Presence" and docs/domain.md, "Positions and their
// pace"; docs/protocol.md, "What a position goes through").
#pragma once

#include <cstddef>

#include "base/clock.h"

namespace waycast {

struct LiveSettings {
  Duration grace{30'000};                    // from the loss of a pilot's last socket to offline
  Duration stale_after{60'000};              // online without any update for longer: offline
  Duration point_interval{1'000};            // between accepted points of a pilot, by arrival
  Duration batch_interval{1'000};            // between accepted batches of a pilot
  std::size_t batch_limit = 500;             // points of one batch
  int subscriptions_per_minute = 10;         // of one identity; admins are exempt
  std::size_t max_pilot_commands = 64;       // of one pilot's clients, that wait for the pilot
  std::size_t sockets_per_identity = 1'000;  // at a time; 0: no limit
  Duration keep_subscriptions{120'000};      // of a lost socket
  std::size_t max_events_under_way = 1'000;  // of one socket, waiting for their answer

  Duration max_position_age{60'000};                 // an older position is stored, not broadcast
  Duration max_recorded_age{std::chrono::days{30}};  // an older position is refused
  Duration clock_error_min{5'000};  // a smaller steady delay is a position's age, not a wrong clock
  Duration clock_error_max{std::chrono::hours{24}};  // a clock further off is not corrected
  int clock_points = 3;       // live positions in a row that show how wrong a device's clock is
  double max_accuracy = 200;  // metres; a worse position waits for a better one to be
  Duration accuracy_wait{30'000};     // so old before it moves the marker
  double max_speed = 100;             // m/s; a faster jump is implausible
  double jump_allowance = 1'000;      // metres that a jump may have beyond max_speed x time
  double accuracy_allowance = 2'000;  // metres of reported inaccuracy believed at most
};

// One instant on both clocks.
struct Moment {
  TimePoint wall{};
  SteadyTime steady{};

  static Moment of(const Clock& clock) { return {clock.now(), clock.steady()}; }
};

}  // namespace waycast
