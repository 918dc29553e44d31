// Settings of presence, throttles and the quality of positions.
#include "app/setting_rows.h"

namespace waycast::app {

void add_live_rows(std::vector<SettingRow>& rows) {
  rows.push_back(time_row("grace", "WAYCAST_GRACE",
                          "from the loss of a pilot's last connection to offline",
                          [](auto& s) -> auto& { return s.live.grace; }));
  rows.push_back(time_row("stale_after", "WAYCAST_STALE_AFTER",
                          "online without a position for longer: offline",
                          [](auto& s) -> auto& { return s.live.stale_after; }));
  rows.push_back(time_row("point_interval", "WAYCAST_POINT_INTERVAL",
                          "between accepted positions of a pilot",
                          [](auto& s) -> auto& { return s.live.point_interval; }));
  rows.push_back(count_row("max_pilot_commands", "WAYCAST_MAX_PILOT_COMMANDS",
                           "of one pilot that may wait for the store, then ERR_1003, or ERR_1004 "
                           "if it does not answer",
                           {1, 100'000},
                           [](auto& s) -> auto& { return s.live.max_pilot_commands; }));
  rows.push_back(time_row("keep_subscriptions", "WAYCAST_KEEP_SUBSCRIPTIONS",
                          "of a lost connection, for its return",
                          [](auto& s) -> auto& { return s.live.keep_subscriptions; }));
  rows.push_back(count_row("subscriptions_per_minute", "WAYCAST_SUBSCRIPTIONS_PER_MINUTE",
                           "booking:subscribe of one identity", {1, 1e6},
                           [](auto& s) -> auto& { return s.live.subscriptions_per_minute; }));
  rows.push_back(count_row("max_events_under_way", "WAYCAST_MAX_EVENTS_UNDER_WAY",
                           "events of one socket that wait for their answer, then ERR_1003",
                           {100, 1e6},
                           [](auto& s) -> auto& { return s.live.max_events_under_way; }));
  rows.push_back(time_row("max_position_age", "WAYCAST_MAX_POSITION_AGE",
                          "an older position is stored, not broadcast",
                          [](auto& s) -> auto& { return s.live.max_position_age; }));
  rows.push_back(time_row("max_recorded_age", "WAYCAST_MAX_RECORDED_AGE",
                          "a position recorded longer ago is refused",
                          [](auto& s) -> auto& { return s.live.max_recorded_age; }));
  rows.push_back(time_row("clock_error_min", "WAYCAST_CLOCK_ERROR_MIN",
                          "a smaller steady delay of positions is their age, not a wrong clock",
                          [](auto& s) -> auto& { return s.live.clock_error_min; }));
  rows.push_back(time_row("clock_error_max", "WAYCAST_CLOCK_ERROR_MAX",
                          "a device's clock that seems further off is not corrected",
                          [](auto& s) -> auto& { return s.live.clock_error_max; }));
  rows.push_back(count_row("clock_points", "WAYCAST_CLOCK_POINTS",
                           "live positions of the same delay that show a device's clock wrong",
                           {2, 1'000}, [](auto& s) -> auto& { return s.live.clock_points; }));
  rows.push_back(
      number_row("max_accuracy", "WAYCAST_MAX_ACCURACY",
                 "metres; a less accurate position is flagged while a better one is young",
                 {1, 1e7}, [](auto& s) -> auto& { return s.live.max_accuracy; }));
  rows.push_back(time_row("accuracy_wait", "WAYCAST_ACCURACY_WAIT",
                          "how long a better position is young",
                          [](auto& s) -> auto& { return s.live.accuracy_wait; }));
  rows.push_back(number_row("max_speed", "WAYCAST_MAX_SPEED",
                            "m/s; a faster jump is stored, not broadcast", {1, 1e4},
                            [](auto& s) -> auto& { return s.live.max_speed; }));
  rows.push_back(switch_row("recovery", "WAYCAST_RECOVERY",
                            "connection state recovery: a client that returns gets what it missed",
                            [](auto& s) -> auto& { return s.recovery.mode; }));
  rows.push_back(time_row("batch_interval", "WAYCAST_BATCH_INTERVAL",
                          "between accepted batches (pilot:locations) of a pilot",
                          [](auto& s) -> auto& { return s.live.batch_interval; }));
  rows.push_back(count_row("batch_limit", "WAYCAST_BATCH_LIMIT", "positions in one batch",
                           {1, 10'000}, [](auto& s) -> auto& { return s.live.batch_limit; }));
  rows.push_back(number_row("jump_allowance", "WAYCAST_JUMP_ALLOWANCE",
                            "metres that a jump may have beyond max_speed x time", {0, 1e7},
                            [](auto& s) -> auto& { return s.live.jump_allowance; }));
  rows.push_back(number_row("accuracy_allowance", "WAYCAST_ACCURACY_ALLOWANCE",
                            "metres of reported inaccuracy that are believed at most", {0, 1e7},
                            [](auto& s) -> auto& { return s.live.accuracy_allowance; }));
}

}  // namespace waycast::app
