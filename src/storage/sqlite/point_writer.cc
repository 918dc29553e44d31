#include "storage/sqlite/point_writer.h"

#include <sqlite3.h>

#include "base/time_format.h"

namespace waycast::sqlite {
namespace {

constexpr std::string_view kAddHistory =
    "INSERT OR IGNORE INTO tracking_history (id, bookingId, status, lat, lng, createdAt) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr std::string_view kAddExtras =
    "INSERT OR IGNORE INTO waycast_track_points (id, heading, speed, accuracy, isFlagged) "
    "VALUES (?1, ?2, ?3, ?4, ?5)";

// The text outlives the step: nothing is copied.
void bind_borrowed(sqlite3_stmt* statement, int index, std::string_view text) {
  sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void bind_optional(sqlite3_stmt* statement, int index, const std::optional<double>& value) {
  if (value) {
    sqlite3_bind_double(statement, index, *value);
  } else {
    sqlite3_bind_null(statement, index);
  }
}

}  // namespace

Result<void> PointWriter::load() {
  if (auto done = index_.load(); !done) return done;
  return positions_.recover();
}

Result<bool> PointWriter::append(const PointRow& point) {
  if (!point.booking_id.empty()) {
    const std::string id = point_id(point.booking_id.str(), point.recorded_at);
    const Result<bool> added = add_history(point, id);
    if (!added || !*added) return added;
    Result<void> done = add_extras(point, id);
    if (done) done = index_.added_point(point.booking_id, point.recorded_at, id);
    if (!done) return std::unexpected(done.error());
  }
  if (point.moves_marker && !point.is_flagged) positions_.note(point);
  return true;
}

Result<AppendOutcome> PointWriter::append_all(const std::vector<PointRow>& points) {
  AppendOutcome outcome;
  const std::size_t mark = index_.mark();
  for (const PointRow& point : points) {
    const Result<bool> stored = append(point);
    if (!stored) {
      index_.rewind(mark);
      return std::unexpected(stored.error());
    }
    ++(*stored ? outcome.stored : outcome.duplicates);
  }
  return outcome;
}

Result<bool> PointWriter::add_history(const PointRow& point, const std::string& id) {
  sqlite3_stmt* const insert = db_.prepare(kAddHistory);
  if (insert == nullptr) return db_.failure();
  const std::string at = format_time(point.recorded_at);
  bind_borrowed(insert, 1, id);
  bind_borrowed(insert, 2, point.booking_id.str());
  bind_borrowed(insert, 3, to_string(point.status));
  sqlite3_bind_double(insert, 4, point.location.at.lat);
  sqlite3_bind_double(insert, 5, point.location.at.lng);
  bind_borrowed(insert, 6, at);
  if (const auto done = step(insert); !done) return std::unexpected(done.error());
  return sqlite3_changes(db_.handle()) > 0;
}

Result<void> PointWriter::add_extras(const PointRow& point, const std::string& id) {
  const Location& location = point.location;
  if (!location.heading && !location.speed && !location.accuracy && !point.is_flagged) return {};
  sqlite3_stmt* const insert = db_.prepare(kAddExtras);
  if (insert == nullptr) return db_.failure();
  bind_borrowed(insert, 1, id);
  bind_optional(insert, 2, location.heading);
  bind_optional(insert, 3, location.speed);
  bind_optional(insert, 4, location.accuracy);
  sqlite3_bind_int(insert, 5, point.is_flagged ? 1 : 0);
  return step(insert);
}

Result<void> PointWriter::step(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  Result<void> done;
  if (code != SQLITE_DONE) done = db_.failure();
  sqlite3_reset(statement);
  return done;
}

Result<void> PointWriter::finish(SteadyTime now) {
  if (!positions_.is_due(now)) return {};
  return positions_.flush();
}

void PointWriter::committed(SteadyTime now) {
  index_.committed();
  positions_.committed(now);
}

}  // namespace waycast::sqlite
