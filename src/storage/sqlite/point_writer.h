// The hot path: stores accepted points inside the writer's transaction. Everything it writes per
// point is appended at the right edge of a table; the rest is left to LatestPositions and
// TrackIndex.
#pragma once

#include <vector>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/device_times.h"
#include "storage/sqlite/history_insert.h"
#include "storage/sqlite/latest_positions.h"
#include "storage/sqlite/track_index.h"
#include "tracking/points.h"
#include "tracking/ports/store_writes.h"

namespace waycast::sqlite {

class PointWriter {
 public:
  // `connection` outlives this.
  PointWriter(Connection& connection, Duration position_interval, std::size_t tail_limit)
      : db_(connection),
        insert_(connection),
        device_times_(connection),
        positions_(connection, position_interval),
        index_(connection, tail_limit) {}

  // At start, in a transaction: takes over what an earlier run left.
  Result<void> load(TimePoint now);

  // At the start of a transaction, after each begin.
  Result<void> begin() { return index_.step(); }
  // All or none; the caller rolls its savepoint back after an error. A point that is stored already
  // (this booking, that moment by its device's clock) is a duplicate. The rows live until the
  // transaction has ended.
  Result<AppendOutcome> append(const std::vector<const PointRow*>& points);
  Result<AppendOutcome> append(const std::vector<PointRow>& points);
  // Before the commit.
  Result<void> finish(SteadyTime now) { return positions_.write(now); }
  void committed();
  void rolled_back();

  const LatestPositions& positions() const { return positions_; }
  bool has_unwritten_positions() const { return !positions_.empty(); }
  // The next commit writes every position, whatever their interval.
  void require_positions() { positions_.require_all(); }

 private:
  Result<AppendOutcome> append_new(const std::vector<const PointRow*>& points,
                                   std::size_t duplicates);
  Result<void> store(const std::vector<NewPoint>& points, AppendOutcome& outcome);
  Result<void> added(const NewPoint& point);

  Connection& db_;
  NewPoints new_points_;
  HistoryInsert insert_;
  DeviceTimes device_times_;
  LatestPositions positions_;
  TrackIndex index_;
};

}  // namespace waycast::sqlite
