// One SQLite connection: cached prepared statements, typed parameters and rows, failures as values.
//
//   connection.query("SELECT id, name FROM users WHERE id = ?1", id).one(read<User>);
//   connection.run("DELETE FROM addresses WHERE id = ?1", id);
//
// One thread at a time. A unique key that exists already is ERR_1411, every other failure ERR_1500
// and a log line (at most one every ten seconds), unless that is switched off.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log_limit.h"
#include "storage/sqlite/query.h"
#include "storage/sqlite/statement_cache.h"

struct sqlite3;

namespace waycast::sqlite {

enum class OpenMode { kReadWrite, kReadOnly };

class Connection {
 public:
  // `path` may be ":memory:". Waits up to `busy_timeout` for locks of other processes.
  static Result<std::unique_ptr<Connection>> open(const std::string& path, OpenMode mode,
                                                  Duration busy_timeout);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  template <class... Args>
  Query query(std::string_view sql, const Args&... args) {
    sqlite3_stmt* statement = prepare(sql);
    [[maybe_unused]] int index = 1;
    if (statement != nullptr) (bind_value(statement, index, args), ...);
    return Query(*this, statement);
  }
  template <class... Args>
  Result<int> run(std::string_view sql, const Args&... args) {
    return query(sql, args...).run();
  }
  // Many statements separated by ';', without parameters.
  Result<void> script(const std::string& sql);

  // The cached statement of `sql`, null on failure, for hot paths that bind, step and reset it
  // themselves. Valid until the next is prepared.
  sqlite3_stmt* prepare(std::string_view sql) { return statements_.prepare(handle_, sql); }
  std::size_t cached_statements() const { return statements_.size(); }
  sqlite3* handle() { return handle_; }
  bool in_transaction() const;
  bool holds_snapshot() const;       // in a transaction that has read and written nothing
  std::unexpected<Error> failure();  // the latest, as an error
  // Names the file and the cause. ERR_1004: another process has it locked, which waiting can heal.
  std::unexpected<Error> explained(const Error& error) const;
  const std::string& last_problem() const { return last_problem_; }  // SQLite's own words
  bool is_damaged() const;  // what failed last did for what the file holds
  // What failed since the last call, explained; nothing if nothing did.
  std::optional<Error> take_problem();
  // Off while somebody else reports them; any thread.
  void log_failures(bool on) { logs_failures_.store(on, std::memory_order_relaxed); }

 private:
  Connection(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  void log_failure(int code);

  sqlite3* handle_;
  const std::string path_;
  std::string last_problem_;  // SQLite's own text of the latest failure
  StatementCache statements_;
  int last_code_ = 0;
  bool has_new_problem_ = false;
  std::atomic<bool> logs_failures_ = true;
  LogLimit log_limit_{std::chrono::seconds{10}};
};

}  // namespace waycast::sqlite
