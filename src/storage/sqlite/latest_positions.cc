#include "storage/sqlite/latest_positions.h"

#include <algorithm>

#include "base/time_format.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

constexpr std::size_t kFew = 64;   // pilots that are written at once
constexpr Duration kLate{10'000};  // points older than the newest by this much are logged
constexpr Duration kWatermarkStep{5'000};

// Points may come out of order by no more than this: what is newer by more was written before the
// server's clock was set back, and must not keep the row where it is until then.
constexpr Duration kLatest{60'000};

// A late point never moves a row back in time.
constexpr std::string_view kMovePilot =
    "UPDATE pilots SET currentLat = ?2, currentLng = ?3, lastLocationAt = ?4, "
    "updatedAt = MAX(updatedAt, ?4) "
    "WHERE id = ?1 AND (lastLocationAt IS NULL OR lastLocationAt <= ?4 OR lastLocationAt > ?5)";
constexpr std::string_view kMoveBooking =
    "UPDATE bookings SET currentLat = ?2, currentLng = ?3, updatedAt = MAX(updatedAt, ?4) "
    "WHERE id = ?1";
constexpr std::string_view kLog =
    "INSERT INTO waycast_position_log VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

}  // namespace

void LatestPositions::note(const PointRow& point) {
  const Position position{point.location.at, point.recorded_at};
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = pilots_.try_emplace(point.pilot_id);
  Waiting& waiting = entry->second;
  if (is_new) next_.push_back(&*entry);
  if (is_new || waiting.newest.recorded_at <= position.recorded_at) waiting.newest = position;
  if (!point.booking_id.empty()) {
    note_booking(waiting, point.booking_id, position);
    newest_ = std::max(newest_, point.recorded_at);
  }
  const bool is_in_history = !point.booking_id.empty() && point.recorded_at >= round_from_;
  if (is_in_history || !waiting.is_logged) return;
  waiting.is_logged = false;
  to_log_.push_back(&*entry);
}

void LatestPositions::note_booking(Waiting& waiting, const BookingId& booking,
                                   const Position& position) {
  if (waiting.booking != booking) {
    if (!waiting.booking.empty()) left_.emplace_back(waiting.booking, waiting.on_booking);
    waiting.booking = booking;
    waiting.on_booking = position;
  } else if (waiting.on_booking.recorded_at <= position.recorded_at) {
    waiting.on_booking = position;
  }
}

std::optional<LatestPositions::Unwritten> LatestPositions::find(const PilotId& pilot) const {
  const std::lock_guard lock(mutex_);
  const auto found = pilots_.find(pilot);
  if (found == pilots_.end()) return std::nullopt;
  const auto& [newest, booking, on_booking, is_logged, is_written] = found->second;
  Unwritten unwritten{.newest = {newest.at, newest.recorded_at, {}}, .on_booking = {}};
  if (booking.empty()) return unwritten;
  unwritten.on_booking = {on_booking.at, on_booking.recorded_at, booking};
  if (on_booking.recorded_at == newest.recorded_at) unwritten.newest = *unwritten.on_booking;
  return unwritten;
}

Result<void> LatestPositions::write(SteadyTime now) {
  begin_round(now);
  Result<void> done;
  for (const auto& [booking, position] : left_) {
    if (done) done = write_booking(booking, position);
  }
  const std::size_t to = due(now);
  for (written_ = done_; done && written_ < to; ++written_) {
    done = write_rows(*round_[written_]);
    round_[written_]->second.is_written = true;
  }
  if (done) done = write_log();
  if (done && written_ > done_ && written_ == round_.size()) done = finish_round();
  return done;
}

void LatestPositions::begin_round(SteadyTime now) {
  if (done_ < round_.size() && is_all_required_) {
    round_.insert(round_.end(), next_.begin(), next_.end());
    next_.clear();
  }
  if (done_ < round_.size() || next_.empty()) return;
  done_ = 0;
  round_.swap(next_);
  next_.clear();
  std::ranges::sort(round_, {}, [](const Entry* entry) -> const PilotId& { return entry->first; });
  round_began_ = now;
  round_from_ = newest_ - kLate;
  round_log_row_ = log_row_;
}

std::size_t LatestPositions::due(SteadyTime now) const {
  const Duration elapsed = now - round_began_;
  if (is_all_required_ || round_.size() <= kFew || elapsed >= interval_) return round_.size();
  const auto share = round_.size() * static_cast<std::size_t>(elapsed.count()) /
                     static_cast<std::size_t>(interval_.count());
  return std::max(share, done_);
}

Result<void> LatestPositions::write_rows(const Entry& entry) {
  const auto& [pilot, waiting] = entry;
  const TimePoint at = waiting.newest.recorded_at;
  const TimePoint beyond = is_recovering_ ? kLastTime : at + kLatest;
  const auto moved = db_.run(kMovePilot, pilot, waiting.newest.at, at, beyond);
  if (!moved) return std::unexpected(moved.error());
  if (*moved == 0 || waiting.booking.empty()) return {};
  return write_booking(waiting.booking, waiting.on_booking);
}

Result<void> LatestPositions::write_booking(const BookingId& booking, const Position& position) {
  return Steps(db_).run(kMoveBooking, booking, position.at, position.recorded_at).result();
}

Result<void> LatestPositions::write_log() {
  for (const Entry* entry : to_log_) {
    const auto& [pilot, waiting] = *entry;
    if (waiting.is_written) continue;
    Result<void> done = log(pilot, {}, waiting.newest);
    if (done && !waiting.booking.empty()) done = log(pilot, waiting.booking, waiting.on_booking);
    if (!done) return done;
  }
  return {};
}

Result<void> LatestPositions::log(const PilotId& pilot, const BookingId& booking,
                                  const Position& position) {
  return Steps(db_)
      .run(kLog, ++log_row_, pilot, booking, position.at, position.recorded_at)
      .result();
}

Result<void> LatestPositions::finish_round() {
  Steps steps(db_);
  if (round_log_row_ > 0) {
    steps.run("DELETE FROM waycast_position_log WHERE number <= ?1", round_log_row_);
  }
  if (round_from_ >= written_to_ + kWatermarkStep) {
    steps.run("UPDATE waycast_position_state SET writtenTo = ?1", round_from_);
  }
  return steps.result();
}

void LatestPositions::committed() {
  if (written_ > done_ && written_ == round_.size()) {
    if (round_from_ >= written_to_ + kWatermarkStep) written_to_ = round_from_;
    if (round_log_row_ == log_row_) log_row_ = 0;
    round_log_row_ = 0;
  }
  for (Entry* entry : to_log_) entry->second.is_logged = true;
  to_log_.clear();
  left_.clear();
  if (done_ < written_) {
    const std::lock_guard lock(mutex_);
    for (; done_ < written_; ++done_) pilots_.erase(round_[done_]->first);
    departures_.fetch_add(1, std::memory_order_release);
  }
  is_all_required_ = false;
}

void LatestPositions::rolled_back() {
  for (std::size_t i = done_; i < written_; ++i) round_[i]->second.is_written = false;
  written_ = done_;
}

}  // namespace waycast::sqlite
