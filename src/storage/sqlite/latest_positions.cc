#include "storage/sqlite/latest_positions.h"

#include <algorithm>
#include <vector>

namespace waycast::sqlite {
namespace {

constexpr std::size_t kFew = 64;  // positions that are written at once
constexpr Duration kSlack{10'000};
constexpr std::size_t kTimeDigits = 10;  // of an id

// A late point never moves a row back in time.
constexpr std::string_view kMovePilot =
    "UPDATE pilots SET currentLat = ?2, currentLng = ?3, lastLocationAt = ?4, "
    "updatedAt = MAX(updatedAt, ?4) "
    "WHERE id = ?1 AND (lastLocationAt IS NULL OR lastLocationAt <= ?4)";
constexpr std::string_view kMoveBooking =
    "UPDATE bookings SET currentLat = ?2, currentLng = ?3, updatedAt = MAX(updatedAt, ?4) "
    "WHERE id = ?1";

template <class Positions>
auto sorted(const Positions& positions) {
  std::vector<const typename Positions::value_type*> entries;
  entries.reserve(positions.size());
  for (const auto& entry : positions) entries.push_back(&entry);
  std::ranges::sort(entries, {},
                    [](const auto* entry) { return std::string_view(entry->first.str()); });
  return entries;
}

template <class Positions>
Result<void> write_all(Connection& db, std::string_view sql, const Positions& positions) {
  for (const auto* entry : sorted(positions)) {
    const auto& [at, recorded_at] = entry->second;
    const auto done = db.run(sql, entry->first, at, recorded_at);
    if (!done) return std::unexpected(done.error());
  }
  return {};
}

template <class Positions, class Key, class Position>
void keep_newest(Positions& positions, const Key& key, const Position& position) {
  const auto [entry, is_new] = positions.try_emplace(key, position);
  if (!is_new && entry->second.recorded_at <= position.recorded_at) entry->second = position;
}

}  // namespace

Result<void> LatestPositions::recover() {
  const auto newest = db_.query(
                             "SELECT createdAt FROM tracking_history WHERE id < '1' "
                             "ORDER BY id DESC LIMIT 1")
                          .value<TimePoint>();
  if (!newest) return std::unexpected(newest.error());
  const std::string since = new_id(*newest - interval_ - kSlack).substr(0, kTimeDigits);
  const auto points =
      db_.query(
             "SELECT b.pilotId, h.bookingId, h.lat, h.lng, h.createdAt FROM tracking_history h "
             "JOIN bookings b ON b.id = h.bookingId "
             "LEFT JOIN waycast_track_points p ON p.id = h.id "
             "WHERE h.id > ?1 AND h.lat IS NOT NULL AND b.pilotId IS NOT NULL "
             "AND COALESCE(p.isFlagged, 0) = 0",
             since)
          .all([](Row& row) {
            PointRow point;
            row.read(point.pilot_id, point.booking_id, point.location.at, point.recorded_at);
            return point;
          });
  if (!points) return std::unexpected(points.error());
  for (const PointRow& point : *points) note(point);
  return flush();
}

void LatestPositions::note(const PointRow& point) {
  const Position position{point.location.at, point.recorded_at};
  keep_newest(pilots_, point.pilot_id, position);
  if (!point.booking_id.empty()) keep_newest(bookings_, point.booking_id, position);
}

bool LatestPositions::is_due(SteadyTime now) const {
  if (pilots_.empty()) return false;
  return is_required_ || pilots_.size() <= kFew || now - last_flush_ >= interval_;
}

Result<void> LatestPositions::flush() {
  Result<void> done = write_all(db_, kMovePilot, pilots_);
  if (done) done = write_all(db_, kMoveBooking, bookings_);
  is_flushed_ = done.has_value();
  return done;
}

void LatestPositions::committed(SteadyTime now) {
  if (!is_flushed_) return;
  pilots_.clear();
  bookings_.clear();
  last_flush_ = now;
  is_flushed_ = is_required_ = false;
}

}  // namespace waycast::sqlite
