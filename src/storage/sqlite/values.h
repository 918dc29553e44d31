// How the domain's types become columns: text ids, ISO-8601 times, enums by name, a position as two
// columns (lat, lng), nullopt as NULL. `column` and `index` advance past what was read or bound.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/clock.h"
#include "base/geo.h"
#include "base/ids.h"
#include "tracking/enums.h"

struct sqlite3_stmt;

namespace waycast::sqlite {

// Columns count from 0.
void read_value(sqlite3_stmt* row, int& column, std::string& out);
void read_value(sqlite3_stmt* row, int& column, double& out);
void read_value(sqlite3_stmt* row, int& column, int& out);
void read_value(sqlite3_stmt* row, int& column, std::int64_t& out);
void read_value(sqlite3_stmt* row, int& column, bool& out);
void read_value(sqlite3_stmt* row, int& column, TimePoint& out);
void read_value(sqlite3_stmt* row, int& column, LatLng& out);
bool is_null(sqlite3_stmt* row, int column);

template <class Tag>
void read_value(sqlite3_stmt* row, int& column, Id<Tag>& out) {
  std::string text;
  read_value(row, column, text);
  out = Id<Tag>(std::move(text));
}

template <class Enum>
  requires std::is_enum_v<Enum>
void read_value(sqlite3_stmt* row, int& column, Enum& out) {
  std::string text;
  read_value(row, column, text);
  if (const auto known = parse_enum<Enum>(text)) out = *known;
}

template <class T>
void read_value(sqlite3_stmt* row, int& column, std::optional<T>& out) {
  constexpr int kWidth = std::is_same_v<T, LatLng> ? 2 : 1;
  if (is_null(row, column)) {
    out.reset();
    column += kWidth;
  } else {
    read_value(row, column, out.emplace());
  }
}

struct Bytes {  // bound as a BLOB; read one back as a string
  std::string_view data;
};

// Parameters count from 1. Text is copied.
void bind_value(sqlite3_stmt* statement, int& index, Bytes bytes);
void bind_value(sqlite3_stmt* statement, int& index, std::string_view text);
void bind_value(sqlite3_stmt* statement, int& index, double value);
void bind_value(sqlite3_stmt* statement, int& index, std::int64_t value);
void bind_value(sqlite3_stmt* statement, int& index, TimePoint at);
void bind_value(sqlite3_stmt* statement, int& index, LatLng at);
void bind_null(sqlite3_stmt* statement, int& index);

inline void bind_value(sqlite3_stmt* statement, int& index, const std::string& text) {
  bind_value(statement, index, std::string_view(text));
}
inline void bind_value(sqlite3_stmt* statement, int& index, const char* text) {
  bind_value(statement, index, std::string_view(text));
}
inline void bind_value(sqlite3_stmt* statement, int& index, std::integral auto value) {
  bind_value(statement, index, static_cast<std::int64_t>(value));
}
template <class Tag>
void bind_value(sqlite3_stmt* statement, int& index, const Id<Tag>& id) {
  bind_value(statement, index, std::string_view(id.str()));
}
template <class Enum>
  requires std::is_enum_v<Enum>
void bind_value(sqlite3_stmt* statement, int& index, Enum value) {
  bind_value(statement, index, to_string(value));
}
template <class T>
void bind_value(sqlite3_stmt* statement, int& index, const std::optional<T>& value) {
  if (value) {
    bind_value(statement, index, *value);
  } else {
    bind_null(statement, index);
    if constexpr (std::is_same_v<T, LatLng>) bind_null(statement, index);
  }
}

}  // namespace waycast::sqlite
