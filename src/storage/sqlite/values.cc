#include "storage/sqlite/values.h"

#include <sqlite3.h>

#include "base/time_format.h"

namespace waycast::sqlite {

void read_value(sqlite3_stmt* row, int& column, std::string& out) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
  const int size = sqlite3_column_bytes(row, column++);
  out.assign(text == nullptr ? "" : text, static_cast<std::size_t>(size));
}

void read_value(sqlite3_stmt* row, int& column, double& out) {
  out = sqlite3_column_double(row, column++);
}

void read_value(sqlite3_stmt* row, int& column, int& out) {
  out = sqlite3_column_int(row, column++);
}

void read_value(sqlite3_stmt* row, int& column, std::int64_t& out) {
  out = sqlite3_column_int64(row, column++);
}

void read_value(sqlite3_stmt* row, int& column, bool& out) {
  out = sqlite3_column_int(row, column++) != 0;
}

void read_value(sqlite3_stmt* row, int& column, TimePoint& out) {
  std::string text;
  read_value(row, column, text);
  out = parse_time(text).value_or(TimePoint{});
}

void read_value(sqlite3_stmt* row, int& column, LatLng& out) {
  read_value(row, column, out.lat);
  read_value(row, column, out.lng);
}

bool is_null(sqlite3_stmt* row, int column) {
  return sqlite3_column_type(row, column) == SQLITE_NULL;
}

void bind_value(sqlite3_stmt* statement, int& index, std::string_view text) {
  sqlite3_bind_text(statement, index++, text.data(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
}

void bind_value(sqlite3_stmt* statement, int& index, Bytes bytes) {
  sqlite3_bind_blob(statement, index++, bytes.data.data(), static_cast<int>(bytes.data.size()),
                    SQLITE_TRANSIENT);
}

void bind_value(sqlite3_stmt* statement, int& index, double value) {
  sqlite3_bind_double(statement, index++, value);
}

void bind_value(sqlite3_stmt* statement, int& index, std::int64_t value) {
  sqlite3_bind_int64(statement, index++, value);
}

void bind_value(sqlite3_stmt* statement, int& index, TimePoint at) {
  bind_value(statement, index, std::string_view(format_time(at)));
}

void bind_value(sqlite3_stmt* statement, int& index, LatLng at) {
  bind_value(statement, index, at.lat);
  bind_value(statement, index, at.lng);
}

void bind_null(sqlite3_stmt* statement, int& index) { sqlite3_bind_null(statement, index++); }

}  // namespace waycast::sqlite
