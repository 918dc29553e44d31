// The hot path: stores accepted points inside the writer's transaction. Everything it writes per
// point is appended at the right edge of a table; the rest is left to LatestPositions and
// TrackIndex.
#pragma once

#include <string>
#include <vector>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/latest_positions.h"
#include "storage/sqlite/track_index.h"
#include "tracking/points.h"
#include "tracking/ports/store_writes.h"

struct sqlite3_stmt;

namespace waycast::sqlite {

class PointWriter {
 public:
  // `connection` outlives this.
  PointWriter(Connection& connection, Duration position_interval, std::size_t tail_limit)
      : db_(connection),
        positions_(connection, position_interval),
        index_(connection, tail_limit) {}

  // At start, in a transaction: takes over what an earlier run left.
  Result<void> load();

  // At the start of a transaction, after each begin.
  Result<void> begin() { return index_.step(); }
  // True: stored. False: this booking has a point of that moment already.
  Result<bool> append(const PointRow& point);
  // All or none; the caller rolls its savepoint back after an error.
  Result<AppendOutcome> append_all(const std::vector<PointRow>& points);
  // Before the commit.
  Result<void> finish(SteadyTime now);
  void committed(SteadyTime now);
  void rolled_back() { index_.rolled_back(); }

  bool has_unwritten_positions() const { return !positions_.empty(); }
  // The next commit writes every position, whatever their interval.
  void require_positions() { positions_.require_flush(); }

 private:
  Result<bool> add_history(const PointRow& point, const std::string& id);
  Result<void> add_extras(const PointRow& point, const std::string& id);
  Result<void> step(sqlite3_stmt* statement);

  Connection& db_;
  LatestPositions positions_;
  TrackIndex index_;
};

}  // namespace waycast::sqlite
