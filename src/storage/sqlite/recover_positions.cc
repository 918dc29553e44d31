// What a crash kept from the rows of pilots and bookings.
#include "storage/sqlite/latest_positions.h"
#include "storage/sqlite/track_codec.h"

namespace waycast::sqlite {
namespace {

PointRow read_point(Row& row) {
  PointRow point;
  row.read(point.pilot_id, point.booking_id, point.location.at, point.recorded_at);
  return point;
}

// Points of bookings recorded at `from` or later.
auto from_history(Connection& db, TimePoint from) {
  const std::string since = point_id({}, from).substr(0, kIdTimeSize);
  return db
      .query(
          "SELECT b.pilotId, h.bookingId, h.lat, h.lng, h.createdAt FROM tracking_history h "
          "JOIN bookings b ON b.id = h.bookingId "
          "LEFT JOIN waycast_flagged_points f ON f.id = h.id "
          "WHERE h.id >= ?1 AND h.lat IS NOT NULL AND b.pilotId IS NOT NULL AND f.id IS NULL",
          since)
      .all(read_point);
}

auto from_log(Connection& db) {
  return db
      .query(
          "SELECT pilotId, bookingId, lat, lng, recordedAt FROM waycast_position_log "
          "ORDER BY number")
      .all(read_point);
}

}  // namespace

Result<void> LatestPositions::recover() {
  is_recovering_ = true;
  const auto from = db_.query("SELECT writtenTo FROM waycast_position_state").value<TimePoint>();
  if (!from) return std::unexpected(from.error());
  written_to_ = *from;
  for (const auto& points : {from_log(db_), from_history(db_, *from)}) {
    if (!points) return std::unexpected(points.error());
    for (const PointRow& point : *points) note(point);
  }
  to_log_.clear();
  require_all();
  if (const auto done = write(SteadyTime{}); !done) return done;
  is_recovering_ = false;
  const auto emptied = db_.run("DELETE FROM waycast_position_log");
  if (!emptied) return std::unexpected(emptied.error());
  return {};
}

}  // namespace waycast::sqlite
