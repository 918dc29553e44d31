#include "storage/sqlite/session.h"

#include <sqlite3.h>

#include "storage/sqlite/migrate.h"

namespace waycast::sqlite {

Session::Session(std::unique_ptr<Connection> connection, const SessionSettings& settings)
    : connection_(std::move(connection)),
      points_(*connection_, settings.position_interval, settings.track_tail),
      writes_(*connection_, points_.positions(), settings.keep) {}

Result<std::unique_ptr<Session>> Session::open(const SessionSettings& settings, TimePoint now) {
  auto connection = Connection::open(settings.path, OpenMode::kReadWrite, settings.busy_timeout);
  if (!connection) return std::unexpected(connection.error());
  (*connection)->log_failures(settings.logs_failures);
  std::unique_ptr<Session> session(new Session(std::move(*connection), settings));
  if (const auto done = session->prepare(settings, now); !done) {
    return session->connection().explained(done.error());
  }
  return session;
}

// The writer checkpoints by itself when it is idle, so SQLite's own limit is a late resort.
Result<void> Session::prepare(const SessionSettings& settings, TimePoint now) {
  const std::string pragmas = std::string("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; ") +
                              "PRAGMA synchronous = " + (settings.full_sync ? "FULL" : "NORMAL") +
                              "; PRAGMA wal_autocheckpoint = 8000; PRAGMA cache_size = -16000; "
                              "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = OFF";
  if (auto done = connection_->script(pragmas); !done) return done;
  if (settings.max_pages > 0) {
    const auto limit = "PRAGMA max_page_count = " + std::to_string(settings.max_pages);
    if (auto done = connection_->script(limit); !done) return done;
  }
  if (const auto migrated = migrate(*connection_, now); !migrated) {
    return std::unexpected(migrated.error());
  }
  if (auto done = connection_->script("BEGIN IMMEDIATE"); !done) return done;
  if (auto done = points_.load(now); !done) return done;
  return commit(SteadyTime{});
}

Result<void> Session::begin() {
  if (const auto done = connection_->run("BEGIN IMMEDIATE"); !done) {
    return std::unexpected(done.error());
  }
  auto done = points_.begin();
  if (!done) rollback();
  return done;
}

Result<void> Session::commit(SteadyTime now) {
  Result<void> done = points_.finish(now);
  if (done) {
    if (const auto committed = connection_->run("COMMIT"); !committed) {
      done = std::unexpected(committed.error());
    }
  }
  if (!done) {
    rollback();
    return done;
  }
  points_.committed();
  return done;
}

void Session::rollback() {
  if (connection_->in_transaction()) (void)connection_->run("ROLLBACK");
  points_.rolled_back();
}

Result<bool> Session::run(Operation& operation) {
  if (const auto done = connection_->run("SAVEPOINT operation"); !done) {
    return std::unexpected(done.error());
  }
  const bool keeps = operation(*this);
  if (is_broken()) return fail(Code::kDatabase);
  if (!keeps) {
    const auto undone = connection_->run("ROLLBACK TO operation");
    if (!undone) return std::unexpected(undone.error());
  }
  const auto released = connection_->run("RELEASE operation");
  if (!released) return std::unexpected(released.error());
  return keeps;
}

bool Session::take_up_put_off() {
  if (!points_.has_unwritten_positions()) return false;
  points_.require_positions();
  return true;
}

void Session::rest() {
  sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                            nullptr);
}

}  // namespace waycast::sqlite
