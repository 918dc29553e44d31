// The reader's side of the track index: chunks, single keys and the tail make one track. Each of
// the three gives its earliest entries of the range, so that a part of a long track costs that
// part.
#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "base/json_writer.h"
#include "storage/sqlite/device_times.h"
#include "storage/sqlite/track_index.h"

namespace waycast::sqlite {
namespace {

using Values = std::unordered_map<std::string, TrackPoint>;  // by the point's id

constexpr std::size_t kIdsPerStatement = 500;

constexpr std::string_view kEntryColumns =
    "SELECT h.id, h.bookingId, h.status, h.lat, h.lng, h.note, h.createdAt, f.id IS NOT NULL";
constexpr std::string_view kFlags = "LEFT JOIN waycast_flagged_points f ON f.id = h.id ";
// Parameters: 1 the booking, 2 from, 3 to, 4 how many.
constexpr std::string_view kInRange =
    "AND h.createdAt >= COALESCE(?2, '') AND h.createdAt < COALESCE(?3, '~') "
    "ORDER BY h.createdAt, h.id LIMIT ?4";

struct Wanted {
  BookingId booking;
  TrackRange range;

  bool is_limited() const { return range.limit < SIZE_MAX; }
  // One more than asked for, which says where the rest begins; -1: all.
  std::int64_t rows() const {
    return is_limited() ? static_cast<std::int64_t>(range.limit) + 1 : -1;
  }
  bool holds(TimePoint at) const {
    return (!range.from || at >= *range.from) && (!range.to || at < *range.to);
  }
};

std::string text_of(auto... parts) {
  std::string sql;
  (sql.append(parts), ...);
  return sql;
}

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

struct Gathered {
  std::vector<HistoryEntry> entries;
  Values values;
};

Result<void> add_keys(Connection& db, const Wanted& wanted, Gathered& track) {
  static const std::string sql = text_of(kEntryColumns,
                                         ", COALESCE(k.point, '') FROM waycast_track_keys k "
                                         "CROSS JOIN tracking_history h ON h.id = k.id ",
                                         kFlags, "WHERE k.bookingId = ?1 ", kInRange);
  const auto read = [&track](Row& row) {
    HistoryEntry& entry = track.entries.emplace_back(read_entry(row));
    for (const TrackPoint& point : unpack_track(read_text(row))) {
      track.values.emplace(entry.id, point);
    }
    return true;
  };
  const auto done =
      db.query(sql, wanted.booking, wanted.range.from, wanted.range.to, wanted.rows()).all(read);
  return done ? Result<void>() : std::unexpected(done.error());
}

Result<std::vector<TrackPoint>> chunk_points(Connection& db, const Wanted& wanted) {
  const auto chunks =
      db.query("SELECT points FROM waycast_track_chunks WHERE bookingId = ?1", wanted.booking)
          .all(read_text);
  if (!chunks) return std::unexpected(chunks.error());
  std::vector<TrackPoint> points;
  for (const std::string& chunk : *chunks) {
    for (const TrackPoint& point : unpack_track(chunk)) {
      if (wanted.holds(point.at)) points.push_back(point);
    }
  }
  std::ranges::sort(
      points, {}, [](const TrackPoint& point) { return std::pair(point.at, !point.has_values()); });
  const auto repeated = std::ranges::unique(points, {}, &TrackPoint::at);
  points.erase(repeated.begin(), repeated.end());
  if (wanted.is_limited() && points.size() > wanted.range.limit) {
    points.resize(wanted.range.limit + 1);
  }
  return points;
}

Result<void> add_rows(Connection& db, const std::string& ids_json, Gathered& track) {
  static const std::string sql =
      text_of(kEntryColumns,
              " FROM json_each(?1) j CROSS JOIN tracking_history h ON h.id = j.value ", kFlags);
  const auto done = db.query(sql, ids_json).all([&track](Row& row) {
    track.entries.push_back(read_entry(row));
    return true;
  });
  return done ? Result<void>() : std::unexpected(done.error());
}

Result<void> add_chunks(Connection& db, const Wanted& wanted, Gathered& track) {
  const auto points = chunk_points(db, wanted);
  if (!points) return std::unexpected(points.error());
  for (std::size_t from = 0; from < points->size(); from += kIdsPerStatement) {
    std::string ids;
    JsonWriter json(ids);
    json.begin_array();
    const std::size_t to = std::min(points->size(), from + kIdsPerStatement);
    for (std::size_t i = from; i < to; ++i) {
      const TrackPoint& point = (*points)[i];
      std::string id = point_id(wanted.booking.str(), point.at);
      json.value(id);
      if (point.has_values()) track.values.emplace(std::move(id), point);
    }
    json.end_array();
    if (auto done = add_rows(db, ids, track); !done) return done;
  }
  return {};
}

Result<void> add_tail(Connection& db, const Wanted& wanted, Gathered& track) {
  static const std::string sql = text_of(
      kEntryColumns, " FROM tracking_history h ", kFlags,
      "WHERE h.id > (SELECT indexedTo FROM waycast_track_state) AND h.bookingId = ?1 ", kInRange);
  const auto done = db.query(sql, wanted.booking, wanted.range.from, wanted.range.to, wanted.rows())
                        .all([&track](Row& row) {
                          track.entries.push_back(read_entry(row));
                          return true;
                        });
  return done ? Result<void>() : std::unexpected(done.error());
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

// During a fold a row is found twice: in its chunk and in the tail.
void put_in_order(std::vector<HistoryEntry>& track) {
  std::ranges::sort(track, {}, [](const HistoryEntry& e) { return std::tie(e.created_at, e.id); });
  const auto repeated = std::ranges::unique(track, {}, &HistoryEntry::id);
  track.erase(repeated.begin(), repeated.end());
}

// Cuts between two moments, so that the next part begins with a time; what is of one moment alone
// and more than asked for stays together.
TrackPart cut(std::vector<HistoryEntry> track, std::size_t limit) {
  if (track.size() <= limit) return {std::move(track), std::nullopt};
  const auto begins_moment = [&](std::size_t i) {
    return track[i].created_at != track[i - 1].created_at;
  };
  std::size_t size = limit;
  while (size > 0 && !begins_moment(size)) --size;
  TimePoint next = track[0].created_at + Duration(1);
  if (size > 0) {
    next = track[size].created_at;
    track.resize(size);
  }
  return {std::move(track), next};
}

}  // namespace

Result<TrackPart> read_track(Connection& db, const BookingId& booking, const TrackRange& range) {
  const Wanted wanted{booking, range};
  Gathered track;
  Result<void> done = add_keys(db, wanted, track);
  if (done) done = add_chunks(db, wanted, track);
  if (done) done = add_tail(db, wanted, track);
  if (done) done = add_tail_values(db, booking, track.values);
  if (!done) return std::unexpected(done.error());
  const auto device_times = read_device_times(db, booking);
  if (!device_times) return std::unexpected(device_times.error());
  put_in_order(track.entries);
  for (HistoryEntry& entry : track.entries) {
    const auto told = device_times->find(entry.id);
    if (told != device_times->end()) entry.device_time = told->second;
    const auto value = track.values.find(entry.id);
    if (value == track.values.end()) continue;
    entry.heading = value->second.heading;
    entry.speed = value->second.speed;
    entry.accuracy = value->second.accuracy;
  }
  return cut(std::move(track.entries), range.limit);
}

}  // namespace waycast::sqlite
