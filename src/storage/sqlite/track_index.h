// Which rows of tracking_history belong to a booking, without an index on the hot path.
//
// tracking_history is ordered by its time-ordered ids, so storing a point appends. A second index
// by booking would cost one random page per point. Instead the writer gathers the times of a few
// ten thousand points in memory and then adds one chunk per booking to `waycast_track_chunks`,
// together with the watermark `indexedTo`: every point with an id up to it is in a chunk. Rows
// above it ("the tail") are few enough to be scanned. What arrives below it (buffered points) and
// what is not a point (status changes) is listed one by one in `waycast_track_keys`. After a
// restart the tail is read back.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/sqlite/connection.h"
#include "tracking/entities.h"

namespace waycast::sqlite {

// A booking's history by createdAt.
Result<std::vector<HistoryEntry>> read_track(Connection& connection, const BookingId& booking);

// Sorted times as variable-length differences, and back.
std::string pack_times(std::vector<TimePoint> times);
std::vector<TimePoint> unpack_times(std::string_view packed);

// The writer's side; used inside its transactions, on its thread.
class TrackIndex {
 public:
  // `connection` outlives this. A chunk step runs after `tail_limit` points.
  TrackIndex(Connection& connection, std::size_t tail_limit)
      : db_(connection), tail_limit_(tail_limit) {}

  // Reads the watermark and the tail of an earlier run.
  Result<void> load();

  // A row of tracking_history was inserted in the current transaction.
  Result<void> added_point(const BookingId& booking, TimePoint recorded_at, const std::string& id);

  // What was added since `mark` is rolled back.
  std::size_t mark() const { return uncommitted_.size(); }
  void rewind(std::size_t mark) { uncommitted_.resize(mark); }

  // Writes the chunks if the tail is long: at the start of a transaction.
  Result<void> step();
  void committed();
  void rolled_back();

  std::size_t tail_rows() const { return tail_rows_; }

 private:
  struct Added {
    BookingId booking;
    TimePoint recorded_at;
  };
  Result<void> adopt(const std::string& id, const BookingId& booking, TimePoint created_at);

  Connection& db_;
  std::size_t tail_limit_;
  std::string indexed_to_;
  std::string indexed_before_;  // to go back to if the step is rolled back
  std::string newest_;          // the greatest id seen
  std::int64_t chunk_ = 0;
  std::unordered_map<BookingId, std::vector<TimePoint>> tail_;
  std::size_t tail_rows_ = 0;
  std::vector<Added> uncommitted_;
  bool stepped_ = false;
};

}  // namespace waycast::sqlite
