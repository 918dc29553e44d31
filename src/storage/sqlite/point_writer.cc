#include "storage/sqlite/point_writer.h"

#include <algorithm>

#include "storage/sqlite/steps.h"

namespace waycast::sqlite {

Result<void> PointWriter::load(TimePoint now) {
  if (auto done = index_.load(now); !done) return done;
  if (auto done = device_times_.load(); !done) return done;
  return positions_.recover();
}

Result<AppendOutcome> PointWriter::append(const std::vector<PointRow>& points) {
  std::vector<const PointRow*> rows;
  rows.reserve(points.size());
  for (const PointRow& point : points) rows.push_back(&point);
  const auto known = device_times_.leave_out_known(rows, true);
  if (!known) return std::unexpected(known.error());
  return append_new(rows, *known);
}

Result<AppendOutcome> PointWriter::append(const std::vector<const PointRow*>& points) {
  const auto is_redated = [](const PointRow* point) { return point->is_redated; };
  if (std::ranges::none_of(points, is_redated)) return append_new(points, 0);
  std::vector<const PointRow*> rows = points;
  const auto known = device_times_.leave_out_known(rows, false);
  if (!known) return std::unexpected(known.error());
  return append_new(rows, *known);
}

Result<AppendOutcome> PointWriter::append_new(const std::vector<const PointRow*>& points,
                                              std::size_t duplicates) {
  AppendOutcome outcome{.duplicates = duplicates};
  for (const PointRow* point : points) {
    if (!point->booking_id.empty()) continue;
    if (point->moves_marker && !point->is_flagged) positions_.note(*point);
    ++outcome.stored;
  }
  const std::size_t mark = index_.mark();
  Result<void> done = store(new_points_.make(points), outcome);
  if (done) done = index_.finish_batch();
  if (done) return outcome;
  index_.rewind(mark);
  return std::unexpected(done.error());
}

// Where some rows of a statement existed already, which ones is not known: all are indexed, and
// readers pass over what they see twice.
Result<void> PointWriter::store(const std::vector<NewPoint>& points, AppendOutcome& outcome) {
  for (std::size_t from = 0; from < points.size(); from += HistoryInsert::kRows) {
    const std::size_t count = std::min(HistoryInsert::kRows, points.size() - from);
    const Result<int> inserted = insert_.run(&points[from], count);
    if (!inserted) return std::unexpected(inserted.error());
    outcome.stored += static_cast<std::size_t>(*inserted);
    outcome.duplicates += count - static_cast<std::size_t>(*inserted);
    for (std::size_t i = from; *inserted > 0 && i < from + count; ++i) {
      if (const auto done = added(points[i]); !done) return done;
    }
  }
  return {};
}

Result<void> PointWriter::added(const NewPoint& point) {
  const PointRow& row = *point.row;
  if (row.is_flagged) {
    const auto done = db_.run("INSERT OR IGNORE INTO waycast_flagged_points VALUES (?1)", point.id);
    if (!done) return std::unexpected(done.error());
  } else if (row.moves_marker) {
    positions_.note(row);
  }
  return index_.added_point(row, point.id);
}

void PointWriter::committed() {
  index_.committed();
  positions_.committed();
}

void PointWriter::rolled_back() {
  index_.rolled_back();
  positions_.rolled_back();
}

}  // namespace waycast::sqlite
