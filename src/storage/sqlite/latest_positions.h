// The newest position of each pilot and booking, on its way to their rows.
//
// A row of `pilots` or `bookings` is a random page, which costs more than the whole of a point's
// history. So positions are merged until they are written: at every commit while few wait, and
// otherwise every `interval`, in key order, so that neighbours share a page. The history, written
// at every commit, is what makes an accepted point durable; `recover` takes from it what a crash
// kept from the rows.
#pragma once

#include <cstddef>
#include <unordered_map>

#include "storage/sqlite/connection.h"
#include "tracking/points.h"

namespace waycast::sqlite {

class LatestPositions {
 public:
  // `connection` outlives this.
  LatestPositions(Connection& connection, Duration interval)
      : db_(connection), interval_(interval) {}

  // Brings the rows up to what tracking_history says, after a crash: at start.
  Result<void> recover();

  void note(const PointRow& point);
  // A point that no history keeps must be in its row at the next commit.
  void require_flush() { is_required_ = true; }

  bool is_due(SteadyTime now) const;
  bool empty() const { return pilots_.empty(); }
  // Within a transaction; committed() or nothing follows.
  Result<void> flush();
  void committed(SteadyTime now);  // what was flushed is durable

 private:
  struct Position {
    LatLng at;
    TimePoint recorded_at{};
  };
  template <class Key>
  using Positions = std::unordered_map<Key, Position>;

  Connection& db_;
  Duration interval_;
  Positions<PilotId> pilots_;
  Positions<BookingId> bookings_;
  SteadyTime last_flush_{};
  bool is_required_ = false;
  bool is_flushed_ = false;
};

}  // namespace waycast::sqlite
