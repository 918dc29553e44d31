#include "storage/sqlite/connection.h"

#include <spdlog/spdlog.h>
#include <sqlite3.h>

#include "storage/sqlite/fold_function.h"

namespace waycast::sqlite {
namespace {

// SQLite's count of its own memory costs a lock per allocation. Refused, without harm, once
// somebody has used SQLite in this process.
void configure_once() {
  static const int done = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)done;
}

}  // namespace

Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Result<bool> Query::step() {
  if (statement_ == nullptr) return connection_.failure();
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return connection_.failure();
}

Result<int> Query::run() {
  for (;;) {
    const Result<bool> more = step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return sqlite3_changes(connection_.handle());
  }
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, OpenMode mode,
                                                     Duration busy_timeout) {
  configure_once();
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE |
                    (mode == OpenMode::kReadWrite ? SQLITE_OPEN_CREATE : 0);
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Connection> connection(new Connection(handle, path));
  if (code != SQLITE_OK) {
    return fail(Code::kDatabase, "cannot open database " + path + ": " + sqlite3_errstr(code));
  }
  sqlite3_extended_result_codes(handle, 1);
  add_fold_function(handle);
  sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count()));
  if (mode == OpenMode::kReadOnly) {
    if (const auto done = connection->script("PRAGMA query_only = ON"); !done) {
      return connection->explained(done.error());
    }
  }
  return connection;
}

Connection::~Connection() {
  statements_.clear();
  sqlite3_close_v2(handle_);
}

Result<void> Connection::script(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return failure();
  return {};
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

bool Connection::holds_snapshot() const {
  return in_transaction() && sqlite3_txn_state(handle_, "main") == SQLITE_TXN_READ;
}

std::unexpected<Error> Connection::failure() {
  const int code = sqlite3_extended_errcode(handle_);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY) {
    return fail(Code::kDuplicate);
  }
  last_problem_ = sqlite3_errmsg(handle_);
  last_code_ = code;
  has_new_problem_ = true;
  if (logs_failures_.load(std::memory_order_relaxed)) log_failure(code);
  return fail(Code::kDatabase);
}

std::unexpected<Error> Connection::explained(const Error& error) const {
  if (last_problem_.empty()) return fail(error.code, "database " + path_ + ": " + error.message);
  const std::string reason = "database " + path_ + ": " + last_problem_;
  switch (last_code_ & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(Code::kUnavailable, reason + " by another process");
    case SQLITE_CORRUPT:
      return fail(Code::kDatabase, reason + " (`waycast check` says more)");
    default:
      return fail(error.code, reason);
  }
}

bool Connection::is_damaged() const { return (last_code_ & 0xff) == SQLITE_CORRUPT; }

std::optional<Error> Connection::take_problem() {
  if (!std::exchange(has_new_problem_, false)) return std::nullopt;
  return explained({Code::kDatabase, {}, {}}).error();
}

void Connection::log_failure(int code) {
  if (const auto skipped = log_limit_.admit(SystemClock().steady())) {
    spdlog::error("database {}: {} (code {}); {} more like it before", path_, last_problem_, code,
                  *skipped);
  }
}

}  // namespace waycast::sqlite
