#include "storage/sqlite_store.h"

#include "storage/database_lock.h"
#include "storage/reader_pool.h"
#include "storage/sqlite/migrate.h"
#include "storage/sqlite/read_session.h"
#include "storage/sqlite/session.h"
#include "storage/writer.h"

namespace waycast {
namespace {

using Connections = std::vector<std::unique_ptr<sqlite::Connection>>;

Result<Connections> open_readers(const SqliteSettings& settings) {
  Connections connections;
  for (std::size_t i = 0; i < settings.readers; ++i) {
    auto connection =
        sqlite::Connection::open(settings.path, sqlite::OpenMode::kReadOnly, settings.busy_timeout);
    if (!connection) return std::unexpected(connection.error());
    (*connection)->log_failures(false);
    connections.push_back(std::move(*connection));
  }
  return connections;
}

std::vector<std::unique_ptr<ReadSession>> sessions_of(Connections connections,
                                                      const sqlite::LatestPositions& unwritten) {
  std::vector<std::unique_ptr<ReadSession>> sessions;
  for (auto& connection : connections) {
    sessions.push_back(std::make_unique<sqlite::ReadSession>(std::move(connection), unwritten));
  }
  return sessions;
}

// Whoever was connected to the server that had the database before. Only the one server of a
// database may say so: the sockets of another that still runs would be lost as well.
Result<void> lose_sockets_of_former_server(sqlite::Session& session, TimePoint now) {
  Result<void> done = session.begin();
  if (done) done = session.writes().lose_subscriptions_as_only_server(now);
  if (done) done = session.commit(SteadyTime{});
  return done;
}

}  // namespace

struct SqliteStore::Parts {
  Parts(DatabaseLock database_lock, std::unique_ptr<sqlite::Session> session,
        Connections connections, const SqliteSettings& settings)
      : lock(std::move(database_lock)),
        readers(
            sessions_of(std::move(connections), session->positions()),
            {settings.max_queued_reads, settings.max_long_reads, settings.long_reads_of_account},
            counters),
        writer(std::move(session), settings.group, counters) {}

  StoreCounters counters;
  DatabaseLock lock;
  ReaderPool readers;
  Writer writer;
};

SqliteStore::SqliteStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

SqliteStore::~SqliteStore() { stop(); }

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const SqliteSettings& settings,
                                                       const Clock& clock) {
  auto lock = DatabaseLock::acquire(settings.path);
  if (!lock) return std::unexpected(lock.error());
  auto session = sqlite::Session::open({.path = settings.path,
                                        .full_sync = settings.full_sync,
                                        .busy_timeout = settings.busy_timeout,
                                        .position_interval = settings.position_interval,
                                        .track_tail = settings.track_tail,
                                        .max_pages = settings.max_pages,
                                        .keep = settings.keep,
                                        .logs_failures = false},
                                       clock.now());
  if (!session) return std::unexpected(session.error());
  if (settings.begins_as_only_server) {
    const auto lost = lose_sockets_of_former_server(**session, clock.now());
    if (!lost) return (*session)->connection().explained(lost.error());
  }
  (*session)->connection().log_failures(true);
  auto readers = open_readers(settings);
  if (!readers) return std::unexpected(readers.error());
  auto parts =
      std::make_unique<Parts>(std::move(*lock), std::move(*session), std::move(*readers), settings);
  return std::unique_ptr<SqliteStore>(new SqliteStore(std::move(parts)));
}

void SqliteStore::stop() {
  parts_->writer.stop();
  parts_->readers.stop();
}

const StoreCounters& SqliteStore::counters() const { return parts_->counters; }

std::optional<Error> SqliteStore::read_problem() const { return parts_->readers.problem(); }

void SqliteStore::log_failures() { parts_->readers.log_failures(true); }

void SqliteStore::append_point(PointRow point, PointReceipt receipt) {
  PendingPoint pending{std::move(point), std::move(receipt), {}};
  if (parts_->writer.push(pending)) return;
  parts_->counters.points_refused.fetch_add(1, std::memory_order_relaxed);
  PointReceipt& refused = pending.receipt;
  if (refused.reply_to == nullptr || !refused.on_stored) return;
  refused.reply_to->post(
      [report = std::move(refused.on_stored)]() mutable { report(fail(Code::kUnavailable)); });
}

void SqliteStore::append_points(std::vector<PointRow> points, Executor& reply_to,
                                Done<AppendOutcome> done) {
  const std::size_t rows = points.size();
  auto outcome = std::make_shared<Result<AppendOutcome>>(fail(Code::kDatabase));
  push({.reply_to = &reply_to,
        .run =
            [outcome, rows_to_store = std::move(points)](WriteSession& session) {
              *outcome = session.append_batch(rows_to_store);
              return outcome->has_value();
            },
        .finish =
            [outcome, report = std::move(done)](Result<void> committed) mutable {
              report(committed ? *outcome
                               : Result<AppendOutcome>(std::unexpected(committed.error())));
            },
        .rows = rows});
}

void SqliteStore::submit_read(Executor& reply_to, std::string long_of, ReadTask op) {
  parts_->readers.push({&reply_to, std::move(op), std::move(long_of)});
}

void SqliteStore::submit_write(WriteOperation op) {
  push({.reply_to = op.reply_to,
        .run = [run = std::move(op.run)](
                   WriteSession& session) mutable { return run(session.writes()); },
        .finish = std::move(op.finish)});
}

void SqliteStore::push(PendingOperation operation) {
  if (parts_->writer.push(operation)) return;
  parts_->counters.writes_refused.fetch_add(1, std::memory_order_relaxed);
  operation.reply_to->post(
      [finish = std::move(operation.finish)]() mutable { finish(fail(Code::kUnavailable)); });
}

Result<SchemaChange> migrate_database(const std::string& path, TimePoint now) {
  auto lock = DatabaseLock::acquire(path);
  if (!lock) return std::unexpected(lock.error());
  auto connection = sqlite::Connection::open(path, sqlite::OpenMode::kReadWrite, Duration{5'000});
  if (!connection) return std::unexpected(connection.error());
  (*connection)->log_failures(false);
  auto applied = sqlite::migrate(**connection, now);
  if (!applied) return (*connection)->explained(applied.error());
  return applied;
}

}  // namespace waycast
