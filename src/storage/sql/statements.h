// The SQL texts that follow from an entity's table (field.h), the same for any database: parameters
// are numbered, as "?1" or, where kMark is '$', "$1".
//
//   select<User>("WHERE id = ?1")      SELECT id, phone, ... FROM users WHERE id = ?1
//   insert<User>()                     all columns, in the order of for_each_field()
//   upsert<User>()                     the same; of a row that exists, what is written kAlways
//   update<Booking>("status")          what is written kAlways, WHERE id and status are as bound
//   last
//
// Texts without an argument are made once: to make one takes longer than to find its statement.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/sql/field.h"

namespace waycast::sql {

inline constexpr char kMark = '?';

struct Column {
  std::string_view name;
  Written written;
};
using Columns = std::vector<Column>;

template <class Entity>
const Columns& columns_of() {
  static const Columns columns = [] {
    Columns all;
    for_each_field<Entity>([&all](const auto& field) {
      all.push_back({field.column, field.written});
      if (!field.second.empty()) all.push_back({field.second, field.written});
    });
    return all;
  }();
  return columns;
}

std::string column_list(const Columns& columns, std::string_view before = {});
std::string insert_text(std::string_view table, const Columns& columns);
std::string upsert_text(std::string_view table, const Columns& columns);
std::string update_text(std::string_view table, const Columns& columns, std::string_view guard);

// "id, phone, name"
template <class Entity>
const std::string& columns() {
  static const std::string list = column_list(columns_of<Entity>());
  return list;
}

// "b.id, b.userId"
template <class Entity>
std::string columns(std::string_view alias) {
  return column_list(columns_of<Entity>(), std::string(alias) + ".");
}

template <class Entity>
std::string select(std::string_view rest) {
  static const std::string head =
      "SELECT " + columns<Entity>() + " FROM " + std::string(kTable<Entity>.name) + " ";
  std::string text;
  text.reserve(head.size() + rest.size());
  return text.append(head).append(rest);
}

template <class Entity>
const std::string& insert() {
  static const std::string text = insert_text(kTable<Entity>.name, columns_of<Entity>());
  return text;
}

template <class Entity>
const std::string& upsert() {
  static const std::string text = upsert_text(kTable<Entity>.name, columns_of<Entity>());
  return text;
}

template <class Entity>
std::string update(std::string_view guard) {
  return update_text(kTable<Entity>.name, columns_of<Entity>(), guard);
}

}  // namespace waycast::sql
