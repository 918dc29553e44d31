#include "storage/sqlite/track_index.h"

#include <algorithm>

#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

// A fold takes this many commits, or fewer if it is small.
constexpr std::size_t kStepsPerFold = 64;
constexpr std::size_t kChunksPerStep = 100;

constexpr std::string_view kAddKey = "INSERT OR IGNORE INTO waycast_track_keys VALUES (?1, ?2, ?3)";

constexpr Duration kFuture = std::chrono::days{1};

std::string id_time(TimePoint at) { return point_id({}, at).substr(0, kIdTimeSize); }

struct HistoryKey {
  std::string id;
  BookingId booking;
  TimePoint created_at{};
};

HistoryKey read_key(Row& row) {
  HistoryKey key;
  row.read(key.id, key.booking, key.created_at);
  return key;
}

// The points of the tail by their ids.
Result<std::unordered_map<std::string, TrackPoint>> tail_points(Connection& db) {
  std::unordered_map<std::string, TrackPoint> points;
  const auto read = db.query("SELECT points FROM waycast_track_tail").all([&points](Row& row) {
    std::string packed;
    row.read(packed);
    for (const TailPoint& tail : unpack_tail(packed)) {
      points.emplace(id_time(tail.point.at).append(tail.owner), tail.point);
    }
    return true;
  });
  if (!read) return std::unexpected(read.error());
  return points;
}

}  // namespace

Result<void> TrackIndex::load(TimePoint now) {
  const auto state =
      db_.query(
             "SELECT indexedTo, chunk, (SELECT COALESCE(MAX(number), 0) FROM waycast_track_tail)"
             " FROM waycast_track_state")
          .one([this](Row& row) {
            row.read(indexed_to_, chunk_, tail_row_);
            return true;
          });
  if (!state) return std::unexpected(state.error());
  future_ = id_time(now + kFuture);
  if (indexed_to_ > future_) {
    if (auto done = set_watermark_back(now); !done) return done;
  }
  newest_ = indexed_to_;
  return load_tail();
}

// What is above it then is in a chunk or listed, and found twice.
Result<void> TrackIndex::set_watermark_back(TimePoint now) {
  indexed_to_ = id_time(now);
  return Steps(db_).run("UPDATE waycast_track_state SET indexedTo = ?1", indexed_to_).result();
}

// A row that somebody else wrote is no point of ours: it is listed by its key.
Result<void> TrackIndex::load_tail() {
  const auto values = tail_points(db_);
  if (!values) return std::unexpected(values.error());
  const auto tail =
      db_.query("SELECT id, bookingId, createdAt FROM tracking_history WHERE id > ?1", indexed_to_)
          .all(read_key);
  if (!tail) return std::unexpected(tail.error());
  Steps steps(db_);
  for (const auto& [id, booking, created_at] : *tail) {
    if (id > future_ || id != point_id(booking.str(), created_at)) {
      steps.run(kAddKey, booking, id, std::optional<Bytes>{});
      continue;
    }
    newest_ = std::max(newest_, id);
    const auto value = values->find(id);
    tail_[booking].add(value != values->end() ? value->second : TrackPoint{created_at, {}, {}, {}});
    ++tail_points_;
  }
  return steps.result();
}

Result<void> TrackIndex::added_point(const PointRow& point, std::string_view id) {
  const TrackPoint packed = track_point(point);
  if (id <= indexed_to_) {
    TrackPacker packer;
    packer.add(packed);
    return Steps(db_).run(kAddKey, point.booking_id, id, Bytes{packer.bytes()}).result();
  }
  if (id > newest_) newest_ = id;
  uncommitted_.push_back(&point);
  if (packed.has_values()) append_tail_point(batch_, id, packed);
  return {};
}

Result<void> TrackIndex::finish_batch() {
  if (batch_.empty()) return {};
  const auto done =
      db_.run("INSERT INTO waycast_track_tail VALUES (?1, ?2)", ++tail_row_, Bytes{batch_});
  batch_.clear();
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> TrackIndex::step() {
  if (!fold_ && tail_points_ >= tail_limit_) begin_fold();
  if (!fold_) return {};
  Result<void> done = write_chunks(*fold_);
  if (done && fold_->written == fold_->chunks.size()) done = finish_fold(*fold_);
  return done;
}

void TrackIndex::begin_fold() {
  fold_.emplace(Fold{.to = newest_, .tail_rows_to = tail_row_, .chunks = {}});
  fold_->chunks.reserve(tail_.size());
  for (auto& [booking, points] : tail_) fold_->chunks.emplace_back(booking, std::move(points));
  std::ranges::sort(fold_->chunks, {},
                    [](const auto& chunk) -> const BookingId& { return chunk.first; });
  tail_.clear();
  tail_points_ = 0;
  indexed_to_ = newest_;
}

// A crash in the middle leaves chunks of a fold that is begun again, with the same points and more.
Result<void> TrackIndex::write_chunks(Fold& fold) {
  const std::size_t share = std::max(kChunksPerStep, fold.chunks.size() / kStepsPerFold + 1);
  const std::size_t to = std::min(fold.chunks.size(), fold.done + share);
  for (fold.written = fold.done; fold.written < to; ++fold.written) {
    const auto& [booking, points] = fold.chunks[fold.written];
    const auto done = db_.run("INSERT OR REPLACE INTO waycast_track_chunks VALUES (?1, ?2, ?3)",
                              booking, chunk_ + 1, Bytes{points.bytes()});
    if (!done) return std::unexpected(done.error());
  }
  return {};
}

Result<void> TrackIndex::finish_fold(const Fold& fold) {
  return Steps(db_)
      .run("UPDATE waycast_track_state SET indexedTo = ?1, chunk = ?2", fold.to, chunk_ + 1)
      .run("DELETE FROM waycast_track_tail WHERE number <= ?1", fold.tail_rows_to)
      .result();
}

void TrackIndex::committed() {
  for (const PointRow* point : uncommitted_) tail_[point->booking_id].add(track_point(*point));
  tail_points_ += uncommitted_.size();
  uncommitted_.clear();
  if (!fold_) return;
  fold_->done = fold_->written;
  if (fold_->done < fold_->chunks.size()) return;
  ++chunk_;
  fold_.reset();
}

void TrackIndex::rewind(std::size_t mark) {
  uncommitted_.resize(mark);
  batch_.clear();
}

void TrackIndex::rolled_back() {
  rewind(0);
  if (fold_) fold_->written = fold_->done;
}

}  // namespace waycast::sqlite
