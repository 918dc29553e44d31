// Which rows of tracking_history belong to a booking, and what they have no columns for, without a
// second table or index on the hot path.
//
// tracking_history is ordered by its time-ordered ids, so storing a point appends. A row elsewhere
// for its heading and speed, or an index by booking, would cost as much again. Instead each batch
// adds one row to `waycast_track_tail` (track_codec.h), and the writer gathers a few ten thousand
// points in memory and then folds them, a few bookings a commit, into `waycast_track_chunks`: one
// row for each booking. The watermark `indexedTo` moves when a fold is complete: every point with
// an id up to it is in a chunk. Rows above it ("the tail") are few enough to be scanned. What
// arrives below it (buffered points) and what is not a point (status changes) is listed one by one
// in `waycast_track_keys`. After a restart the tail is read back.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/track_codec.h"
#include "tracking/entities.h"
#include "tracking/ports/store_filters.h"

namespace waycast::sqlite {

// A booking's history by createdAt, or a part of it.
Result<TrackPart> read_track(Connection& connection, const BookingId& booking,
                             const TrackRange& range);

// Its newest point that is not flagged.
Result<std::optional<HistoryEntry>> read_last_point(Connection& connection,
                                                    const BookingId& booking);

// The writer's side; used inside its transactions, on its thread.
class TrackIndex {
 public:
  // `connection` outlives this. A fold begins after `tail_limit` points.
  TrackIndex(Connection& connection, std::size_t tail_limit)
      : db_(connection), tail_limit_(tail_limit) {}

  // Reads the watermark and the tail of an earlier run. One in the future, which a date before 1970
  // made once, is set back: behind it every point would be listed one by one.
  Result<void> load(TimePoint now);

  // At the start of a transaction: folds a part of what is to be folded.
  Result<void> step();
  // A row of tracking_history was inserted in the current transaction. `point` lives until its end.
  Result<void> added_point(const PointRow& point, std::string_view id);
  // After the points of a batch.
  Result<void> finish_batch();

  // What was added since `mark` is rolled back.
  std::size_t mark() const { return uncommitted_.size(); }
  void rewind(std::size_t mark);
  void committed();
  void rolled_back();

 private:
  using Tail = std::unordered_map<BookingId, TrackPacker>;
  struct Fold {
    std::string to;             // the watermark when it is complete
    std::int64_t tail_rows_to;  // rows of waycast_track_tail that it makes superfluous
    std::vector<std::pair<BookingId, TrackPacker>> chunks;
    std::size_t done = 0;     // chunks that are committed
    std::size_t written = 0;  // in the current transaction
  };

  Result<void> set_watermark_back(TimePoint now);
  Result<void> load_tail();
  void begin_fold();
  Result<void> write_chunks(Fold& fold);
  Result<void> finish_fold(const Fold& fold);

  Connection& db_;
  std::size_t tail_limit_;
  std::string indexed_to_;  // or what it will be after the fold
  std::string newest_;      // the greatest id seen
  std::string future_;      // of the earlier run no greater id is believed
  std::int64_t chunk_ = 0;  // of the last complete fold
  std::int64_t tail_row_ = 0;
  Tail tail_;
  std::size_t tail_points_ = 0;
  std::optional<Fold> fold_;
  std::vector<const PointRow*> uncommitted_;
  std::string batch_;  // the row of waycast_track_tail that is being made
};

}  // namespace waycast::sqlite
