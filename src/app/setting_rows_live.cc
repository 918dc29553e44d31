// Settings of presence, of the pace of positions and of their quality.
#include "app/setting_rows.h"

namespace waycast::app {

namespace {

void add_presence_rows(SettingRows& rows) {
  rows.push_back(time_row("grace",
                          "How long a pilot stays online after their last connection was lost, so "
                          "that a tunnel does not take them off the map.",
                          [](auto& s) -> auto& { return s.live.grace; }));
  rows.push_back(time_row("stale_after",
                          "How long a connected pilot may send no position before they are set "
                          "offline.",
                          [](auto& s) -> auto& { return s.live.stale_after; }));
  rows.push_back(count_row(
      "max_pilot_commands",
      "The most commands of one pilot that may wait for the store. More are answered ERR_1003, or "
      "ERR_1004 while the store does not answer.",
      {1, 100'000}, [](auto& s) -> auto& { return s.live.max_pilot_commands; }));
}

void add_pace_rows(SettingRows& rows) {
  rows.push_back(time_row("point_interval",
                          "The least time between two positions of a pilot. One that comes sooner "
                          "is refused with ERR_1003.",
                          [](auto& s) -> auto& { return s.live.point_interval; }));
  rows.push_back(time_row("batch_interval",
                          "The least time between two batches of positions (pilot:locations) of a "
                          "pilot. One that comes sooner is refused with ERR_1003.",
                          [](auto& s) -> auto& { return s.live.batch_interval; }));
  rows.push_back(count_row("batch_limit", "The most positions that one batch may hold.",
                           {1, 10'000}, [](auto& s) -> auto& { return s.live.batch_limit; }));
}

void add_age_rows(SettingRows& rows) {
  rows.push_back(time_row("max_position_age",
                          "How old a position may be to be shown live. An older one, from a phone "
                          "that was out of reach, is stored but not broadcast.",
                          [](auto& s) -> auto& { return s.live.max_position_age; }));
  rows.push_back(time_row("max_recorded_age",
                          "How long ago a position may have been recorded to be stored at all. An "
                          "older one is refused.",
                          [](auto& s) -> auto& { return s.live.max_recorded_age; }));
  rows.push_back(time_row("clock_error_min",
                          "From which steady delay on a device's clock is taken to be wrong. A "
                          "smaller one is believed to be the age of the positions.",
                          [](auto& s) -> auto& { return s.live.clock_error_min; }));
  rows.push_back(time_row("clock_error_max",
                          "How wrong a device's clock may be to be corrected. One that seems "
                          "further off is believed as it is.",
                          [](auto& s) -> auto& { return s.live.clock_error_max; }));
  rows.push_back(count_row("clock_points",
                           "How many live positions in a row must have the same delay before a "
                           "device's clock is corrected by it.",
                           {2, 1'000}, [](auto& s) -> auto& { return s.live.clock_points; }));
}

void add_quality_rows(SettingRows& rows) {
  rows.push_back(number_row("max_accuracy",
                            "How inaccurate a position may say it is, in metres, to move the "
                            "marker at once. A worse one is flagged while a better one is young.",
                            {1, 1e7}, [](auto& s) -> auto& { return s.live.max_accuracy; }));
  rows.push_back(time_row("accuracy_wait",
                          "How long a better position counts as young. After that an inaccurate "
                          "one is better than none.",
                          [](auto& s) -> auto& { return s.live.accuracy_wait; }));
  rows.push_back(number_row("max_speed",
                            "The fastest that a pilot can move, in metres a second. A position "
                            "that needs more is a jump: it is stored and flagged, not broadcast.",
                            {1, 1e4}, [](auto& s) -> auto& { return s.live.max_speed; }));
  rows.push_back(number_row("jump_allowance",
                            "How many metres a position may be beyond what max_speed allows before "
                            "it counts as a jump.",
                            {0, 1e7}, [](auto& s) -> auto& { return s.live.jump_allowance; }));
  rows.push_back(number_row("accuracy_allowance",
                            "How many metres of the inaccuracy that a position reports are "
                            "believed when it is judged as a jump.",
                            {0, 1e7}, [](auto& s) -> auto& { return s.live.accuracy_allowance; }));
}

}  // namespace

void add_live_rows(SettingRows& rows) {
  add_presence_rows(rows);
  add_pace_rows(rows);
  add_age_rows(rows);
  add_quality_rows(rows);
}

}  // namespace waycast::app
