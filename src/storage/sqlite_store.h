// The Store on a SQLite file: one writer thread that commits in groups, a few reader threads, and
// an exclusive lock on the file while the store lives. Other processes may read the file.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "storage/group_settings.h"
#include "storage/keep_settings.h"
#include "storage/schema_change.h"
#include "tracking/ports/store.h"

namespace waycast {

struct PendingOperation;

struct SqliteSettings {
  std::string path;  // "waycast.db"
  // The one server of the file begins: every socket that was open in it is gone. Not for commands.
  bool begins_as_only_server = true;
  bool full_sync = true;  // false: a power cut may take the last commits, a crash may not
  std::size_t readers = 2;
  std::size_t max_queued_reads = 20'000;  // beyond it ERR_1004
  std::size_t max_long_reads = 200;       // waiting tracks and scans, one of which runs at a time
  std::size_t long_reads_of_account = 8;  // of those, then ERR_1003
  Duration busy_timeout{250};             // for locks of other processes
  Duration position_interval{5'000};      // how long a busy server may keep a position from its row
  std::size_t track_tail = 50'000;        // points of all bookings that are found by scanning
  std::int64_t max_pages = 0;  // of 4 KiB; beyond it the disk counts as full. 0: no limit
  KeepSettings keep{};
  GroupSettings group{};
};

class SqliteStore final : public Store {
 public:
  // Locks, opens and migrates. Errors carry a message for the operator; ERR_1004: another process
  // has the file locked, which waiting can heal. Failures are not logged yet, the caller reports
  // them.
  static Result<std::unique_ptr<SqliteStore>> open(const SqliteSettings& settings,
                                                   const Clock& clock);
  ~SqliteStore() override;  // stop()

  void append_point(PointRow point, PointReceipt receipt) override;
  void append_points(std::vector<PointRow> points, Executor& reply_to,
                     Done<AppendOutcome> done) override;

  void stop() override;
  const StoreCounters& counters() const override;
  std::optional<Error> read_problem() const override;
  void log_failures() override;

 protected:
  void submit_read(Executor& reply_to, std::string long_of, ReadTask op) override;
  void submit_write(WriteOperation op) override;

 private:
  struct Parts;
  explicit SqliteStore(std::unique_ptr<Parts> parts);
  void push(PendingOperation operation);

  std::unique_ptr<Parts> parts_;
};

// Brings the file at `path` to this program's schema.
Result<SchemaChange> migrate_database(const std::string& path, TimePoint now);

}  // namespace waycast
