// The newest point of a booking without reading its track: points of the tail are newer than those
// of any chunk, a chunk's newer than those of the chunk before; single keys may be anything.
#include <algorithm>
#include <functional>
#include <span>

#include "base/json_writer.h"
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

std::string json_array(std::span<const std::string> texts) {
  std::string array;
  JsonWriter json(array);
  json.begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
  return array;
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

// Of rows with these ids, the newest that is later than `best`. Almost always it is the first: the
// others were flagged. So they are asked for a few at a time, newest first.
Result<void> improve(Connection& db, std::vector<std::string> ids,
                     std::optional<HistoryEntry>& best) {
  constexpr std::size_t kAtOnce = 32;
  static const std::string newest_of = std::string(kBelievedPoints) +
                                       "h.id IN (SELECT value FROM json_each(?1)) "
                                       "ORDER BY h.id DESC LIMIT 1";
  if (best) std::erase_if(ids, [&](const std::string& id) { return id <= best->id; });
  std::ranges::sort(ids, std::greater{});
  for (std::size_t from = 0; from < ids.size(); from += kAtOnce) {
    const auto count = std::min(kAtOnce, ids.size() - from);
    auto entry =
        db.query(newest_of, json_array(std::span(ids).subspan(from, count))).one(read_position);
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
