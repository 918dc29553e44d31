// The reader's side of the track index: chunks, single keys and the tail make one track.
#include <algorithm>

#include "storage/sqlite/track_index.h"

namespace waycast::sqlite {
namespace {

constexpr std::string_view kEntryColumns =
    "SELECT h.id, h.bookingId, h.status, h.lat, h.lng, h.note, h.createdAt, p.heading, p.speed, "
    "p.accuracy, COALESCE(p.isFlagged, 0) FROM tracking_history h "
    "LEFT JOIN waycast_track_points p ON p.id = h.id ";

HistoryEntry read_entry(Row& row) {
  HistoryEntry e;
  row.read(e.id, e.booking_id, e.status, e.at, e.note, e.created_at, e.heading, e.speed, e.accuracy,
           e.is_flagged);
  return e;
}

std::string read_text(Row& row) {
  std::string text;
  row.read(text);
  return text;
}

Result<std::vector<std::string>> indexed_ids(Connection& db, const BookingId& booking) {
  auto ids =
      db.query("SELECT id FROM waycast_track_keys WHERE bookingId = ?1", booking).all(read_text);
  if (!ids) return ids;
  const auto chunks =
      db.query("SELECT times FROM waycast_track_chunks WHERE bookingId = ?1", booking)
          .all(read_text);
  if (!chunks) return chunks;
  for (const std::string& chunk : *chunks) {
    for (const TimePoint at : unpack_times(chunk)) ids->push_back(point_id(booking.str(), at));
  }
  return ids;
}

}  // namespace

Result<std::vector<HistoryEntry>> read_track(Connection& db, const BookingId& booking) {
  const auto ids = indexed_ids(db, booking);
  if (!ids) return std::unexpected(ids.error());
  auto entries = db.query(std::string(kEntryColumns) +
                              "WHERE h.id > (SELECT indexedTo FROM waycast_track_state) "
                              "AND h.bookingId = ?1",
                          booking)
                     .all(read_entry);
  if (!entries) return entries;
  const std::string by_id = std::string(kEntryColumns) + "WHERE h.id = ?1";
  for (const std::string& id : *ids) {
    auto entry = db.query(by_id, id).one(read_entry);
    if (!entry) return std::unexpected(entry.error());
    if (*entry) entries->push_back(std::move(**entry));
  }
  const auto order = [](const HistoryEntry& e) { return std::tie(e.created_at, e.id); };
  std::ranges::sort(*entries, {}, order);
  const auto repeated = std::ranges::unique(*entries, {}, &HistoryEntry::id);
  entries->erase(repeated.begin(), repeated.end());
  return entries;
}

}  // namespace waycast::sqlite
