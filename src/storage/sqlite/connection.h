// One SQLite connection: cached prepared statements, typed parameters and rows, failures as values.
//
//   connection.query("SELECT id, name FROM users WHERE id = ?1", id).one(read_user);
//   connection.run("DELETE FROM addresses WHERE id = ?1", id);
//
// One thread at a time. A unique key that exists already is ERR_1411, every other failure ERR_1500
// and a log line (at most one every ten seconds).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/log_limit.h"
#include "storage/sqlite/statement_cache.h"
#include "storage/sqlite/values.h"

struct sqlite3;

namespace waycast::sqlite {

enum class OpenMode { kReadWrite, kReadOnly };

class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  // Reads the next columns, in order.
  template <class... T>
  Row& read(T&... values) {
    (read_value(statement_, column_, values), ...);
    return *this;
  }

 private:
  sqlite3_stmt* statement_;
  int column_ = 0;
};

class Connection;

// A statement with its parameters bound. It may be run once and lives within one expression.
class Query {
 public:
  Query(Connection& connection, sqlite3_stmt* statement)
      : connection_(connection), statement_(statement) {}
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // `read` makes a value of a Row.
  template <class Read>
  auto all(Read read) -> Result<std::vector<std::invoke_result_t<Read&, Row&>>>;
  template <class Read>
  auto one(Read read) -> Result<std::optional<std::invoke_result_t<Read&, Row&>>>;
  // The first column of the first row; `missing` without a row.
  template <class T>
  Result<T> value(T missing = {});
  // Runs to the end; how many rows it changed.
  Result<int> run();

 private:
  Result<bool> step();  // true: there is a row

  Connection& connection_;
  sqlite3_stmt* statement_;  // null: could not be prepared
};

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
  std::unexpected<Error> failure();                            // the latest, as an error
  std::unexpected<Error> explained(const Error& error) const;  // names the file and the cause

 private:
  Connection(sqlite3* handle, std::string path) : handle_(handle), path_(std::move(path)) {}
  void log_failure(int code);

  sqlite3* handle_;
  const std::string path_;
  std::string last_problem_;  // SQLite's own text of the latest failure
  StatementCache statements_;
  LogLimit log_limit_{std::chrono::seconds{10}};
};

template <class Read>
auto Query::all(Read read) -> Result<std::vector<std::invoke_result_t<Read&, Row&>>> {
  std::vector<std::invoke_result_t<Read&, Row&>> items;
  for (;;) {
    const Result<bool> more = step();
    if (!more) return std::unexpected(more.error());
    if (!*more) return items;
    Row row(statement_);
    items.push_back(read(row));
  }
}

template <class Read>
auto Query::one(Read read) -> Result<std::optional<std::invoke_result_t<Read&, Row&>>> {
  const Result<bool> more = step();
  if (!more) return std::unexpected(more.error());
  if (!*more) return std::nullopt;
  Row row(statement_);
  return read(row);
}

template <class T>
Result<T> Query::value(T missing) {
  const Result<bool> more = step();
  if (!more) return std::unexpected(more.error());
  if (*more) Row(statement_).read(missing);
  return missing;
}

}  // namespace waycast::sqlite
