// The newest point of a booking without reading its track: points of the tail are newer than those
// of any chunk, a chunk's newer than those of the chunk before; single keys may be anything.
#include <algorithm>

#include "storage/sqlite/track_index.h"

namespace waycast::sqlite {
namespace {

constexpr std::string_view kBelievedPoints =
    "SELECT h.id, h.bookingId, h.status, h.lat, h.lng, h.createdAt FROM tracking_history h "
    "LEFT JOIN waycast_flagged_points f ON f.id = h.id "
    "WHERE f.id IS NULL AND h.lat IS NOT NULL AND ";

HistoryEntry read_position(Row& row) {
  HistoryEntry entry;
  row.read(entry.id, entry.booking_id, entry.status, entry.at, entry.created_at);
  return entry;
}

Result<std::vector<std::string>> listed_ids(Connection& db, const BookingId& booking) {
  return db.query("SELECT id FROM waycast_track_keys WHERE bookingId = ?1", booking)
      .all([](Row& row) {
        std::string id;
        row.read(id);
        return id;
      });
}

Result<std::vector<std::string>> chunks_of(Connection& db, const BookingId& booking) {
  return db
      .query("SELECT points FROM waycast_track_chunks WHERE bookingId = ?1 ORDER BY chunk DESC",
             booking)
      .all([](Row& row) {
        std::string points;
        row.read(points);
        return points;
      });
}

// Of rows with these ids, the newest that is later than `best`.
Result<void> improve(Connection& db, std::vector<std::string> ids,
                     std::optional<HistoryEntry>& best) {
  static const std::string by_id = std::string(kBelievedPoints) + "h.id = ?1";
  std::ranges::sort(ids, std::greater{});
  for (const std::string& id : ids) {
    if (best && id <= best->id) break;
    auto entry = db.query(by_id, id).one(read_position);
    if (!entry) return std::unexpected(entry.error());
    if (!*entry) continue;
    best = std::move(*entry);
    break;
  }
  return {};
}

}  // namespace

Result<std::optional<HistoryEntry>> read_last_point(Connection& db, const BookingId& booking) {
  static const std::string in_tail =
      std::string(kBelievedPoints) +
      "h.id > (SELECT indexedTo FROM waycast_track_state) AND h.bookingId = ?1 "
      "ORDER BY h.id DESC LIMIT 1";
  auto best = db.query(in_tail, booking).one(read_position);
  if (!best) return best;
  const auto chunks = chunks_of(db, booking);
  if (!chunks) return std::unexpected(chunks.error());
  for (const std::string& chunk : *chunks) {
    if (*best) break;
    std::vector<std::string> ids;
    for (const TrackPoint& point : unpack_track(chunk)) {
      ids.push_back(point_id(booking.str(), point.at));
    }
    if (auto done = improve(db, std::move(ids), *best); !done) return std::unexpected(done.error());
  }
  auto listed = listed_ids(db, booking);
  if (!listed) return std::unexpected(listed.error());
  const auto done = improve(db, *std::move(listed), *best);
  if (!done) return std::unexpected(done.error());
  return best;
}

}  // namespace waycast::sqlite
