// The writer's whole state on one database: its connection, the operations on it, and transactions
// made of savepoints. One thread.
#pragma once

#include <memory>
#include <string>

#include "storage/keep_settings.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/point_writer.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/write_session.h"

namespace waycast::sqlite {

struct SessionSettings {
  std::string path = ":memory:";
  bool full_sync = true;  // every commit is on the disk before it is acknowledged
  Duration busy_timeout{250};
  Duration position_interval{5'000};
  std::size_t track_tail = 50'000;  // points that are found by scanning
  std::int64_t max_pages = 0;       // 0: no limit
  KeepSettings keep = {};
  bool logs_failures = true;  // off while the caller reports them
};

class Session final : public WriteSession {
 public:
  // Opens, migrates, and takes over what an earlier run left.
  static Result<std::unique_ptr<Session>> open(const SessionSettings& settings, TimePoint now);

  SqliteWrites& writes() override { return writes_; }
  const LatestPositions& positions() const { return points_.positions(); }
  Connection& connection() { return *connection_; }

  Result<void> begin() override;
  Result<void> commit(SteadyTime now) override;
  void rollback() override;
  Result<AppendOutcome> append(const std::vector<const PointRow*>& points) override {
    return points_.append(points);
  }
  Result<AppendOutcome> append_batch(const std::vector<PointRow>& points) override {
    return points_.append(points);
  }
  Result<bool> run(Operation& operation) override;
  bool take_up_put_off() override;  // the positions that are not in their rows yet
  void rest() override;             // moves the log into the file

 private:
  // SQLite ends a transaction by itself on some errors (full disk).
  bool is_broken() const { return !connection_->in_transaction(); }
  Session(std::unique_ptr<Connection> connection, const SessionSettings& settings);
  Result<void> prepare(const SessionSettings& settings, TimePoint now);

  std::unique_ptr<Connection> connection_;
  PointWriter points_;
  SqliteWrites writes_;
};

}  // namespace waycast::sqlite
