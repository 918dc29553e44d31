// The reader's side of the track index: chunks, single keys and the tail make one track.
#include <algorithm>
#include <unordered_map>

#include "storage/sqlite/track_index.h"

namespace waycast::sqlite {
namespace {

using Values = std::unordered_map<std::string, TrackPoint>;  // by the point's id

constexpr std::string_view kEntryColumns =
    "SELECT h.id, h.bookingId, h.status, h.lat, h.lng, h.note, h.createdAt, f.id IS NOT NULL "
    "FROM tracking_history h LEFT JOIN waycast_flagged_points f ON f.id = h.id ";

HistoryEntry read_entry(Row& row) {
  HistoryEntry e;
  row.read(e.id, e.booking_id, e.status, e.at, e.note, e.created_at, e.is_flagged);
  return e;
}

std::string read_text(Row& row) {
  std::string text;
  row.read(text);
  return text;
}

struct Key {
  std::string id;
  std::string point;  // packed, or nothing
};

Result<void> add_keys(Connection& db, const BookingId& booking, std::vector<std::string>& ids,
                      Values& values) {
  const auto keys = db.query(
                          "SELECT id, COALESCE(point, '') FROM waycast_track_keys "
                          "WHERE bookingId = ?1",
                          booking)
                        .all([](Row& row) {
                          Key key;
                          row.read(key.id, key.point);
                          return key;
                        });
  if (!keys) return std::unexpected(keys.error());
  for (const Key& key : *keys) {
    ids.push_back(key.id);
    for (const TrackPoint& point : unpack_track(key.point)) values.emplace(key.id, point);
  }
  return {};
}

Result<void> add_chunks(Connection& db, const BookingId& booking, std::vector<std::string>& ids,
                        Values& values) {
  const auto chunks =
      db.query("SELECT points FROM waycast_track_chunks WHERE bookingId = ?1", booking)
          .all(read_text);
  if (!chunks) return std::unexpected(chunks.error());
  for (const std::string& chunk : *chunks) {
    for (const TrackPoint& point : unpack_track(chunk)) {
      ids.push_back(point_id(booking.str(), point.at));
      if (point.has_values()) values.emplace(ids.back(), point);
    }
  }
  return {};
}

Result<void> add_tail_values(Connection& db, const BookingId& booking, Values& values) {
  const std::string owner = point_id(booking.str(), TimePoint{}).substr(kIdTimeSize);
  const auto rows = db.query("SELECT points FROM waycast_track_tail").all([&](Row& row) {
    const std::string packed = read_text(row);
    for (const TailPoint& tail : unpack_tail(packed)) {
      if (tail.owner != owner) continue;
      values.emplace(point_id(booking.str(), tail.point.at), tail.point);
    }
    return true;
  });
  if (!rows) return std::unexpected(rows.error());
  return {};
}

Result<std::vector<HistoryEntry>> entries(Connection& db, const BookingId& booking,
                                          const std::vector<std::string>& ids) {
  auto found = db.query(std::string(kEntryColumns) +
                            "WHERE h.id > (SELECT indexedTo FROM waycast_track_state) "
                            "AND h.bookingId = ?1",
                        booking)
                   .all(read_entry);
  if (!found) return found;
  const std::string by_id = std::string(kEntryColumns) + "WHERE h.id = ?1";
  for (const std::string& id : ids) {
    auto entry = db.query(by_id, id).one(read_entry);
    if (!entry) return std::unexpected(entry.error());
    if (*entry) found->push_back(std::move(**entry));
  }
  return found;
}

// During a fold a row is found twice: in its chunk and in the tail.
void put_in_order(std::vector<HistoryEntry>& track) {
  std::ranges::sort(track, {}, [](const HistoryEntry& e) { return std::tie(e.created_at, e.id); });
  const auto repeated = std::ranges::unique(track, {}, &HistoryEntry::id);
  track.erase(repeated.begin(), repeated.end());
}

}  // namespace

Result<std::vector<HistoryEntry>> read_track(Connection& db, const BookingId& booking) {
  std::vector<std::string> ids;
  Values values;
  Result<void> done = add_keys(db, booking, ids, values);
  if (done) done = add_chunks(db, booking, ids, values);
  if (done) done = add_tail_values(db, booking, values);
  if (!done) return std::unexpected(done.error());
  auto track = entries(db, booking, ids);
  if (!track) return track;
  put_in_order(*track);
  for (HistoryEntry& entry : *track) {
    const auto value = values.find(entry.id);
    if (value == values.end()) continue;
    entry.heading = value->second.heading;
    entry.speed = value->second.speed;
    entry.accuracy = value->second.accuracy;
  }
  return track;
}

}  // namespace waycast::sqlite
