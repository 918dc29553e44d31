#include "storage/sqlite/track_index.h"

#include <algorithm>

namespace waycast::sqlite {
namespace {

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
  out.push_back(static_cast<char>(value));
}

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

constexpr std::string_view kAddKey = "INSERT OR IGNORE INTO waycast_track_keys VALUES (?1, ?2)";

}  // namespace

std::string pack_times(std::vector<TimePoint> times) {
  std::ranges::sort(times);
  std::string packed;
  std::int64_t before = 0;
  for (const TimePoint at : times) {
    const std::int64_t now = at.time_since_epoch().count();
    append_varint(packed, static_cast<std::uint64_t>(now - before));
    before = now;
  }
  return packed;
}

std::vector<TimePoint> unpack_times(std::string_view packed) {
  std::vector<TimePoint> times;
  std::uint64_t at = 0;
  std::uint64_t difference = 0;
  int shift = 0;
  for (const char c : packed) {
    difference |= (static_cast<std::uint64_t>(c) & 0x7f) << shift;
    shift += 7;
    if ((static_cast<unsigned char>(c) & 0x80) != 0) continue;
    at += difference;
    times.emplace_back(Duration{static_cast<std::int64_t>(at)});
    difference = 0;
    shift = 0;
  }
  return times;
}

Result<void> TrackIndex::load() {
  const auto state =
      db_.query("SELECT indexedTo, chunk FROM waycast_track_state").one([this](Row& row) {
        row.read(indexed_to_, chunk_);
        return true;
      });
  if (!state) return std::unexpected(state.error());
  newest_ = indexed_to_;
  const auto tail =
      db_.query("SELECT id, bookingId, createdAt FROM tracking_history WHERE id > ?1", indexed_to_)
          .all(read_key);
  if (!tail) return std::unexpected(tail.error());
  for (const HistoryKey& key : *tail) {
    if (const auto done = adopt(key.id, key.booking, key.created_at); !done) return done;
  }
  return {};
}

// A row that somebody else wrote is no point of ours: it is listed by its key.
Result<void> TrackIndex::adopt(const std::string& id, const BookingId& booking,
                               TimePoint created_at) {
  if (id != point_id(booking.str(), created_at)) {
    if (const auto done = db_.run(kAddKey, booking, id); !done) {
      return std::unexpected(done.error());
    }
    return {};
  }
  newest_ = std::max(newest_, id);
  tail_[booking].push_back(created_at);
  ++tail_rows_;
  return {};
}

Result<void> TrackIndex::added_point(const BookingId& booking, TimePoint recorded_at,
                                     const std::string& id) {
  if (id <= indexed_to_) {
    if (const auto done = db_.run(kAddKey, booking, id); !done) {
      return std::unexpected(done.error());
    }
    return {};
  }
  if (id > newest_) newest_ = id;
  uncommitted_.push_back({booking, recorded_at});
  return {};
}

Result<void> TrackIndex::step() {
  if (tail_rows_ < tail_limit_) return {};
  std::vector<const decltype(tail_)::value_type*> in_order;
  in_order.reserve(tail_.size());
  for (const auto& entry : tail_) in_order.push_back(&entry);
  std::ranges::sort(in_order, {}, [](const auto* entry) { return entry->first.str(); });
  for (const auto* entry : in_order) {
    const auto done = db_.run("INSERT INTO waycast_track_chunks VALUES (?1, ?2, ?3)", entry->first,
                              chunk_ + 1, Bytes{pack_times(entry->second)});
    if (!done) return std::unexpected(done.error());
  }
  const auto moved =
      db_.run("UPDATE waycast_track_state SET indexedTo = ?1, chunk = ?2", newest_, chunk_ + 1);
  if (!moved) return std::unexpected(moved.error());
  indexed_before_ = std::exchange(indexed_to_, newest_);
  stepped_ = true;
  return {};
}

void TrackIndex::committed() {
  if (stepped_) {
    tail_.clear();
    tail_rows_ = 0;
    ++chunk_;
    stepped_ = false;
  }
  for (const Added& added : uncommitted_) tail_[added.booking].push_back(added.recorded_at);
  tail_rows_ += uncommitted_.size();
  uncommitted_.clear();
}

void TrackIndex::rolled_back() {
  uncommitted_.clear();
  if (stepped_) indexed_to_ = indexed_before_;
  stepped_ = false;
}

}  // namespace waycast::sqlite
