// The writer's whole state on one database: its connection, the operations on it, and transactions
// made of savepoints. One thread.
#pragma once

#include <memory>
#include <string>

#include "storage/keep_settings.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/point_writer.h"
#include "storage/sqlite/sqlite_writes.h"

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

class Session {
 public:
  // Opens, migrates, and takes over what an earlier run left.
  static Result<std::unique_ptr<Session>> open(const SessionSettings& settings, TimePoint now);

  SqliteWrites& writes() { return writes_; }
  PointWriter& points() { return points_; }
  Connection& connection() { return *connection_; }

  Result<void> begin();
  // An error leaves no transaction behind: everything since begin() is undone.
  Result<void> commit(SteadyTime now);
  void rollback();
  // SQLite ends a transaction by itself on some errors (full disk).
  bool is_broken() const { return !connection_->in_transaction(); }

  // Runs `op`, which returns true to keep its changes. The savepoint of a refused one is undone.
  template <class Op>
  Result<void> in_savepoint(Op op) {
    if (const auto done = connection_->run("SAVEPOINT operation"); !done) {
      return std::unexpected(done.error());
    }
    const bool keep = op();
    if (is_broken()) return fail(Code::kDatabase);
    if (!keep) {
      const auto undone = connection_->run("ROLLBACK TO operation");
      if (!undone) return std::unexpected(undone.error());
    }
    const auto released = connection_->run("RELEASE operation");
    if (!released) return std::unexpected(released.error());
    return {};
  }

 private:
  Session(std::unique_ptr<Connection> connection, const SessionSettings& settings);
  Result<void> prepare(const SessionSettings& settings, TimePoint now);

  std::unique_ptr<Connection> connection_;
  PointWriter points_;
  SqliteWrites writes_;
};

}  // namespace waycast::sqlite
