// Settings of the store: how writes become commits, what may wait for it, and what it keeps.
#include "app/setting_rows.h"

namespace waycast::app {

namespace {

void add_commit_rows(SettingRows& rows) {
  rows.push_back(switch_row("full_sync",
                            "Whether every commit waits until it has reached the disk. Without it "
                            "a power cut may take the last commits; a crash of the server may not.",
                            [](auto& s) -> auto& { return s.sqlite.full_sync; }));
  rows.push_back(time_row("commit_interval",
                          "The least time between the beginnings of two commits while somebody "
                          "waits for them. Longer groups more writes into one commit.",
                          [](auto& s) -> auto& { return s.sqlite.group.group_wait; }));
  rows.push_back(count_row("commit_rows",
                           "How many waiting positions and writes start a commit without waiting "
                           "any longer.",
                           {1, 1e6}, [](auto& s) -> auto& { return s.sqlite.group.group_rows; }));
  rows.push_back(time_row("point_wait",
                          "How long a position sent without an acknowledgement may wait to be "
                          "committed with others. A crash can lose at most this much.",
                          [](auto& s) -> auto& { return s.sqlite.group.point_wait; }));
  rows.push_back(time_row("position_interval",
                          "How late a busy server may bring a position to the rows of its pilot "
                          "and booking. It is in the history before, so nothing is lost.",
                          [](auto& s) -> auto& { return s.sqlite.position_interval; }));
}

void add_lock_rows(SettingRows& rows) {
  rows.push_back(time_row("busy_timeout",
                          "How long a write waits for another process to unlock the database "
                          "before it fails.",
                          [](auto& s) -> auto& { return s.sqlite.busy_timeout; }));
  rows.push_back(time_row("lock_wait",
                          "How long the server waits at its start for another process to unlock "
                          "the database, such as the server that it replaces.",
                          [](auto& s) -> auto& { return s.lock_wait; }));
}

void add_queue_rows(SettingRows& rows) {
  rows.push_back(count_row("max_queued_points",
                           "The most positions that may wait for the disk. More are answered "
                           "ERR_1004.",
                           {1, 1e8}, [](auto& s) -> auto& { return s.sqlite.group.max_points; }));
  rows.push_back(count_row("max_queued_writes",
                           "The most other writes that may wait for the disk. More are answered "
                           "ERR_1004.",
                           {1, 1e8},
                           [](auto& s) -> auto& { return s.sqlite.group.max_operations; }));
  rows.push_back(count_row("max_queued_reads",
                           "The most reads that may wait for a reader. More are answered ERR_1004.",
                           {1, 1e8}, [](auto& s) -> auto& { return s.sqlite.max_queued_reads; }));
  rows.push_back(count_row("max_long_reads",
                           "The most tracks and scans, which are read one at a time, that may "
                           "wait. More are answered ERR_1004.",
                           {1, 1e6}, [](auto& s) -> auto& { return s.sqlite.max_long_reads; }));
  rows.push_back(count_row("max_long_reads_per_account",
                           "The most tracks and scans of one user, pilot or admin that may wait. "
                           "More are answered ERR_1003.",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.sqlite.long_reads_of_account; }));
  rows.push_back(count_row("readers", "How many threads read the database.", {1, 64},
                           [](auto& s) -> auto& { return s.sqlite.readers; }));
}

}  // namespace

void add_storage_rows(SettingRows& rows) {
  add_commit_rows(rows);
  add_lock_rows(rows);
  add_queue_rows(rows);
  rows.push_back(count_row("keep_notifications",
                           "How many notifications of an account are kept, the newest. Older ones "
                           "are deleted.",
                           {20, 1e6},
                           [](auto& s) -> auto& { return s.sqlite.keep.notifications; }));
  rows.push_back(time_row("keep_matching",
                          "How long ended offers, and why pilots were or were not asked, are kept. "
                          "A pilot's share of accepted offers is counted over this time.",
                          [](auto& s) -> auto& { return s.sqlite.keep.matching; }));
}

}  // namespace waycast::app
