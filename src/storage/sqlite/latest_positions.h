// The newest position of each pilot and booking, on its way to their rows.
//
// The rows are wide and scattered: writing two of them costs more than four points of history. So
// while few positions wait they are written at every commit, and otherwise in rounds: a round takes
// what waits when it begins, in key order, and spreads it evenly over `interval`, so that no commit
// is long and each row is written once an interval, whatever its pilot sends.
//
// An accepted point is durable before its row is written. tracking_history has the points of
// bookings; what it lacks (a pilot without a booking, a point recorded long ago) goes to
// `waycast_position_log` in the point's own transaction, until the row is written. After a crash
// `recover` brings the rows up to date from both: `writtenTo` says from when on.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "storage/sqlite/connection.h"
#include "tracking/points.h"
#include "tracking/ports/store_reads.h"

namespace waycast::sqlite {

class LatestPositions {
 public:
  // What waits of one pilot.
  struct Unwritten {
    StoredPosition newest;
    std::optional<StoredPosition> on_booking;
  };

  // `connection` outlives this.
  LatestPositions(Connection& connection, Duration interval)
      : db_(connection), interval_(interval) {}

  // Brings the rows up to date after a crash: at start, in a transaction.
  Result<void> recover();

  void note(const PointRow& point);
  // The next write() writes every position.
  void require_all() { is_all_required_ = true; }
  bool empty() const { return pilots_.empty(); }
  // Any thread. Ask before the transaction's first read: what has gone from here is in the rows.
  std::optional<Unwritten> find(const PilotId& pilot) const;
  // Any thread. Another number whenever something has gone from here.
  std::uint64_t departures() const { return departures_.load(std::memory_order_acquire); }

  // Before each commit, in its transaction: writes what is due to the rows, and what nothing else
  // keeps to the log. committed() or rolled_back() follows.
  Result<void> write(SteadyTime now);
  void committed();
  void rolled_back();

 private:
  struct Position {
    LatLng at;
    TimePoint recorded_at{};
  };
  struct Waiting {
    Position newest;
    BookingId booking;
    Position on_booking;
    bool is_logged = true;    // or need not be
    bool is_written = false;  // in the current transaction
  };
  using Pilots = std::unordered_map<PilotId, Waiting>;
  using Entry = Pilots::value_type;

  void begin_round(SteadyTime now);
  std::size_t due(SteadyTime now) const;
  Result<void> write_rows(const Entry& entry);
  Result<void> write_booking(const BookingId& booking, const Position& position);
  Result<void> write_log();
  Result<void> log(const PilotId& pilot, const BookingId& booking, const Position& position);
  Result<void> finish_round();
  void note_booking(Waiting& waiting, const BookingId& booking, const Position& position);

  Connection& db_;
  Duration interval_;
  Pilots pilots_;             // everything that waits, each in next_ or in the rest of round_
  mutable std::mutex mutex_;  // held by the writer's thread to change pilots_, by others to read it
  std::atomic<std::uint64_t> departures_ = 0;
  std::vector<Entry*> next_;
  std::vector<Entry*> round_;  // in key order
  std::size_t done_ = 0;       // of round_, committed
  std::size_t written_ = 0;    // of round_, in the current transaction
  std::vector<Entry*> to_log_;
  // Where a pilot was last on a booking before the present one.
  std::vector<std::pair<BookingId, Position>> left_;
  bool is_all_required_ = false;
  bool is_recovering_ = false;

  SteadyTime round_began_{};
  TimePoint newest_{};      // of the points noted
  TimePoint round_from_{};  // older points are logged
  TimePoint written_to_{};  // the rows have every point recorded before
  std::int64_t log_row_ = 0;
  std::int64_t round_log_row_ = 0;
};

}  // namespace waycast::sqlite
