#include "storage/sqlite/history_insert.h"

#include <sqlite3.h>

#include <algorithm>

#include "base/time_format.h"

namespace waycast::sqlite {
namespace {

constexpr std::size_t kTimeSize = sizeof "2026-01-01T00:00:00.000Z" - 1;
constexpr int kColumns = 6;

std::string insert_of(std::size_t rows) {
  std::string sql =
      "INSERT OR IGNORE INTO tracking_history (id, bookingId, status, lat, lng, createdAt) VALUES ";
  for (std::size_t i = 0; i < rows; ++i) sql += i == 0 ? "(?,?,?,?,?,?)" : ",(?,?,?,?,?,?)";
  return sql;
}

// The text outlives the step: nothing is copied.
void bind_borrowed(sqlite3_stmt* statement, int index, std::string_view text) {
  sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void bind(sqlite3_stmt* statement, int index, const NewPoint& point) {
  bind_borrowed(statement, index, point.id);
  bind_borrowed(statement, index + 1, point.row->booking_id.str());
  bind_borrowed(statement, index + 2, to_string(point.row->status));
  sqlite3_bind_double(statement, index + 3, point.row->location.at.lat);
  sqlite3_bind_double(statement, index + 4, point.row->location.at.lng);
  bind_borrowed(statement, index + 5, point.created_at);
}

}  // namespace

const std::vector<NewPoint>& NewPoints::make(const std::vector<const PointRow*>& rows) {
  text_.clear();
  text_.reserve(rows.size() * (kPointIdSize + kTimeSize));  // no view below is ever moved
  points_.clear();
  for (const PointRow* row : rows) {
    if (row->booking_id.empty()) continue;
    const char* const at = text_.data() + text_.size();
    append_point_id(text_, row->booking_id.str(), row->recorded_at);
    append_time(text_, row->recorded_at);
    points_.push_back({row, {at, kPointIdSize}, {at + kPointIdSize, kTimeSize}});
  }
  std::ranges::sort(points_, {}, &NewPoint::id);
  return points_;
}

HistoryInsert::HistoryInsert(Connection& connection)
    : db_(connection), one_(insert_of(1)), many_(insert_of(kRows)) {}

Result<int> HistoryInsert::run(const NewPoint* first, std::size_t count) {
  if (count < kRows && count > 1) {
    int inserted = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto one = run(first + i, 1);
      if (!one) return one;
      inserted += *one;
    }
    return inserted;
  }
  sqlite3_stmt* const insert = db_.prepare(count == 1 ? one_ : many_);
  if (insert == nullptr) return db_.failure();
  for (std::size_t i = 0; i < count; ++i) {
    bind(insert, 1 + static_cast<int>(i) * kColumns, first[i]);
  }
  Result<int> inserted = 0;
  if (sqlite3_step(insert) != SQLITE_DONE) {
    inserted = db_.failure();
  } else {
    inserted = sqlite3_changes(db_.handle());
  }
  sqlite3_reset(insert);
  return inserted;
}

}  // namespace waycast::sqlite
