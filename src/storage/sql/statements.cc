#include "storage/sql/statements.h"

#include <fmt/format.h>

namespace waycast::sql {
namespace {

// "?7"
std::string mark(std::size_t number) { return fmt::format("{}{}", kMark, number); }

void add(std::string& list, std::string_view one) {
  if (!list.empty()) list += ", ";
  list += one;
}

std::string_view key_of(const Columns& columns) {
  for (const Column& column : columns) {
    if (column.written == Written::kKey) return column.name;
  }
  return {};
}

}  // namespace

std::string column_list(const Columns& columns, std::string_view before) {
  std::string list;
  for (const Column& column : columns) add(list, std::string(before).append(column.name));
  return list;
}

std::string insert_text(std::string_view table, const Columns& columns) {
  std::string marks;
  for (std::size_t i = 1; i <= columns.size(); ++i) add(marks, mark(i));
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, column_list(columns), marks);
}

std::string upsert_text(std::string_view table, const Columns& columns) {
  std::string changes;
  for (const Column& column : columns) {
    if (column.written != Written::kAlways) continue;
    add(changes, fmt::format("{0} = excluded.{0}", column.name));
  }
  return fmt::format("{} ON CONFLICT ({}) DO {}", insert_text(table, columns), key_of(columns),
                     changes.empty() ? "NOTHING" : "UPDATE SET " + changes);
}

std::string update_text(std::string_view table, const Columns& columns, std::string_view guard) {
  std::string changes;
  std::size_t number = 0;
  for (const Column& column : columns) {
    if (column.written != Written::kAlways) continue;
    add(changes, fmt::format("{} = {}", column.name, mark(++number)));
  }
  return fmt::format("UPDATE {} SET {} WHERE {} = {} AND {} = {}", table, changes, key_of(columns),
                     mark(number + 1), guard, mark(number + 2));
}

}  // namespace waycast::sql
