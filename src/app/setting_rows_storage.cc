// Settings of the store: how writes become commits.
#include "app/setting_rows.h"

namespace waycast::app {

void add_storage_rows(std::vector<SettingRow>& rows) {
  rows.push_back(
      switch_row("full_sync", "WAYCAST_FULL_SYNC",
                 "every commit reaches the disk; off: a power cut may take the last ones",
                 [](auto& s) -> auto& { return s.sqlite.full_sync; }));
  rows.push_back(time_row("busy_timeout", "WAYCAST_BUSY_TIMEOUT",
                          "for another process to unlock the database",
                          [](auto& s) -> auto& { return s.sqlite.busy_timeout; }));
  rows.push_back(time_row("lock_wait", "WAYCAST_LOCK_WAIT",
                          "at start, for another process to unlock the database",
                          [](auto& s) -> auto& { return s.lock_wait; }));
  rows.push_back(time_row("commit_interval", "WAYCAST_COMMIT_INTERVAL",
                          "between the beginnings of two commits while somebody waits for them",
                          [](auto& s) -> auto& { return s.sqlite.group.group_wait; }));
  rows.push_back(count_row("commit_rows", "WAYCAST_COMMIT_ROWS",
                           "positions and writes that are committed without waiting longer",
                           {1, 1e6}, [](auto& s) -> auto& { return s.sqlite.group.group_rows; }));
  rows.push_back(time_row("point_wait", "WAYCAST_POINT_WAIT",
                          "for company of a position whose sender awaits no answer: what "
                          "a crash may take of those",
                          [](auto& s) -> auto& { return s.sqlite.group.point_wait; }));
  rows.push_back(time_row("position_interval", "WAYCAST_POSITION_INTERVAL",
                          "how late a busy server may bring positions to the rows of pilots and "
                          "bookings; they are in the history before",
                          [](auto& s) -> auto& { return s.sqlite.position_interval; }));
  rows.push_back(count_row("max_queued_points", "WAYCAST_MAX_QUEUED_POINTS",
                           "positions that may wait for the disk, then ERR_1004", {1, 1e8},
                           [](auto& s) -> auto& { return s.sqlite.group.max_points; }));
  rows.push_back(count_row("max_queued_writes", "WAYCAST_MAX_QUEUED_WRITES",
                           "other writes that may wait for the disk, then ERR_1004", {1, 1e8},
                           [](auto& s) -> auto& { return s.sqlite.group.max_operations; }));
  rows.push_back(count_row("max_queued_reads", "WAYCAST_MAX_QUEUED_READS",
                           "reads that may wait for a reader, then ERR_1004", {1, 1e8},
                           [](auto& s) -> auto& { return s.sqlite.max_queued_reads; }));
  rows.push_back(count_row("max_long_reads", "WAYCAST_MAX_LONG_READS",
                           "tracks and scans that may wait, one of which is read at a time, then "
                           "ERR_1004",
                           {1, 1e6}, [](auto& s) -> auto& { return s.sqlite.max_long_reads; }));
  rows.push_back(count_row("max_long_reads_per_account", "WAYCAST_MAX_LONG_READS_PER_ACCOUNT",
                           "tracks and scans of one identity that may wait, then ERR_1003",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.sqlite.long_reads_of_account; }));
  rows.push_back(count_row("keep_notifications", "WAYCAST_KEEP_NOTIFICATIONS",
                           "the newest of an account; older ones are deleted", {20, 1e6},
                           [](auto& s) -> auto& { return s.sqlite.keep.notifications; }));
  rows.push_back(time_row("keep_matching", "WAYCAST_KEEP_MATCHING",
                          "ended offers and why pilots were or were not asked; a pilot's "
                          "acceptance is of this time",
                          [](auto& s) -> auto& { return s.sqlite.keep.matching; }));
  rows.push_back(count_row("readers", "WAYCAST_READERS", "threads that read the database", {1, 64},
                           [](auto& s) -> auto& { return s.sqlite.readers; }));
}

}  // namespace waycast::app
