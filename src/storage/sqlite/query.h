// A row of an answer, and a statement with its parameters bound (connection.h).
#pragma once

#include <optional>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "storage/sqlite/values.h"

namespace waycast::sqlite {

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
