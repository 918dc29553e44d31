// The numbers by which pilots are online and their positions are judged (docs/domain.md, "Presence"
// and docs/domain.md, "Positions and their pace"; docs/protocol.md, "What a position goes
// through").
#pragma once

#include <cstddef>

#include "base/clock.h"

namespace waycast {

struct LiveSettings {
  // A pilot stays online for `grace` after the last socket was lost, and for `stale_after` after
  // the last position while one is connected.
  Duration grace{30'000};
  Duration stale_after{60'000};

  // The least time between two accepted positions, or batches of them, of one pilot. It is measured
  // by their arrival: what a device says about its time must not let it send more.
  Duration point_interval{1'000};
  Duration batch_interval{1'000};
  std::size_t batch_limit = 500;  // positions of one batch

  // What one client may ask of others' time and memory.
  int subscriptions_per_minute = 10;         // of one identity over all its sockets, but not admins
  std::size_t max_pilot_commands = 64;       // of one pilot, waiting for the store
  std::size_t sockets_per_identity = 1'000;  // connected at a time; 0: no limit
  std::size_t max_events_under_way = 1'000;  // of one socket, waiting for their answer
  Duration keep_subscriptions{120'000};      // of a lost socket, for its return

  // An older position is stored but not shown; one that is older still is refused.
  Duration max_position_age{60'000};
  Duration max_recorded_age{std::chrono::days{30}};

  // When a device's clock is corrected (DeviceClock): its positions have had the same delay
  // `clock_points` times in a row, and that delay is between the two errors. A smaller one is the
  // age of the positions; a larger one is believed as it is.
  Duration clock_error_min{5'000};
  Duration clock_error_max{std::chrono::hours{24}};
  int clock_points = 3;

  // When a position moves the marker (PositionFilter). One that says it is less accurate than
  // `max_accuracy` metres does not before the better one is `accuracy_wait` old.
  double max_accuracy = 200;
  Duration accuracy_wait{30'000};
  // A jump of more than max_speed (metres a second) x time + jump_allowance (metres) is
  // implausible. Reported inaccuracies are added to what is allowed, but at most
  // `accuracy_allowance` metres.
  double max_speed = 100;
  double jump_allowance = 1'000;
  double accuracy_allowance = 2'000;
};

// One instant on both clocks: the wall clock dates things, the steady one measures how long they
// last, so that a step of the wall clock ends nothing early.
struct Moment {
  TimePoint wall{};
  SteadyTime steady{};

  static Moment of(const Clock& clock) { return {clock.now(), clock.steady()}; }
};

}  // namespace waycast
