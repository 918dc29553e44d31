// What a LivePilot makes of positions.
#include <algorithm>

#include "tracking/live/live_pilot.h"

namespace waycast {
namespace {

using Verdict = PositionFilter::Verdict;

// A clock that differs by less is right; what it says of the future becomes the server's time.
constexpr Duration kNegligible{1'000};

Fix fix_of(const Location& location, TimePoint at) {
  return {.at = location.at, .accuracy = location.accuracy.value_or(0), .recorded_at = at};
}

// What a receiver says that has no fix. Somebody may really be there.
bool is_null_island(LatLng at) { return at.lat == 0 && at.lng == 0; }

bool is_flagged(Verdict verdict) {
  return verdict == Verdict::kImplausible || verdict == Verdict::kVague;
}

// What was of the future when it came may come again when it is of the past.
bool is_redated(const Location& location, TimePoint at) {
  return location.recorded_at && at != *location.recorded_at;
}

// None is of the future, their order and distances stay, and no two become one.
void end_by(std::vector<BatchPoint>& points, TimePoint now) {
  if (!points.empty() && points.back().at - now >= kNegligible) {
    const Duration ahead = points.back().at - now;
    for (BatchPoint& point : points) point.at -= ahead;
  }
  TimePoint latest = now;
  for (auto point = points.rbegin(); point != points.rend() && point->at > latest; ++point) {
    const bool is_repeated = point != points.rbegin() &&
                             point->location.recorded_at == std::prev(point)->location.recorded_at;
    point->at = is_repeated ? std::prev(point)->at : latest;
    latest = point->at - Duration{1};
  }
}

// Of the rows of the batch itself; what is left was stored before.
void apply_changes(BatchOutcome& out) {
  std::erase_if(out.changes, [&out](const PointFlag& change) {
    const auto row = std::find_if(out.rows.begin(), out.rows.end(), [&](const PointRow& candidate) {
      return candidate.recorded_at == change.recorded_at &&
             candidate.booking_id == change.booking_id;
    });
    if (row == out.rows.end()) return false;
    row->is_flagged = change.is_flagged;
    if (change.is_flagged) row->moves_marker = false;
    return true;
  });
}

}  // namespace

std::expected<PointOutcome, Code> LivePilot::locate(const Location& location, Moment now) {
  if (!may_locate()) return std::unexpected(Code::kPilotNotAvailable);
  if (last_point_ && now.steady - *last_point_ < settings_->point_interval) {
    return std::unexpected(Code::kRateLimit);
  }
  follow_clock(now.wall);
  if (!is_repeated(location)) return accept(location, now);
  last_point_ = now.steady;
  return repeat(location, now);
}

std::expected<PointOutcome, Code> LivePilot::accept(const Location& location, Moment now) {
  std::expected<PointOutcome, Code> out;
  const bool was_corrected = clock_.is_corrected();
  const auto dating = clock_.date(location, now.wall, *settings_);
  if (now.wall - dating.at > settings_->max_recorded_age) {
    out = std::unexpected(Code::kValidation);
  } else {
    last_point_ = now.steady;
    place(location, dating, now, *out);
    out->clock_corrected = clock_.is_corrected() && !was_corrected;
  }
  return out;
}

// A live position is of now, whatever the device's clock says, unless its sender says otherwise or
// it comes after a newer one.
void LivePilot::place(const Location& location, const DeviceClock::Dating& dating, Moment now,
                      PointOutcome& out) {
  const bool is_late = last_recorded_ && location.recorded_at < last_recorded_;
  const TimePoint moment = dating.is_dubious && !is_late ? now.wall : dating.at;
  const BookingSpan* span = span_at(moment, {});
  if (span == nullptr && active_) span = &*active_;
  out.came_online = arrived(now);
  out.row = make_row(location, dating.at, span);
  if (span != nullptr && moment != dating.at) out.row.status = span->status_at(moment);
  out.row.is_redated = is_redated(location, dating.at);
  Fix fix = fix_of(location, moment);
  fix.doubt = moment - dating.at;
  const bool is_nowhere = is_null_island(location.at);
  Verdict verdict = filter_.judge(fix, out.row, is_nowhere, *settings_, out.changes);
  // A late one does not move the marker, but has to have been possible.
  const bool is_old = verdict == Verdict::kOld;
  if (is_old && (is_nowhere || !filter_.is_near_marker(fix, *settings_))) {
    verdict = Verdict::kImplausible;
  }
  remember(out.row, verdict);
  out.row.is_flagged = is_flagged(verdict);
  out.row.moves_marker = verdict == Verdict::kMoves;
  if (!out.row.is_flagged) out.seen_at = dating.is_told ? dating.at : now.wall;
  if (verdict == Verdict::kOld && dating.is_told) out.seen_at.reset();
  const bool is_young = !dating.is_told || now.wall - dating.at <= settings_->max_position_age;
  if (out.row.moves_marker && show(out.row) && is_young) out.broadcast = &update_.number(now);
}

bool LivePilot::is_repeated(const Location& location) const {
  return location.recorded_at && location.recorded_at == last_recorded_;
}

// A parked device has nothing new to say, but lives: they are where they were. A booking that began
// meanwhile has not been told where.
PointOutcome LivePilot::repeat(const Location& location, Moment now) {
  PointOutcome out;
  out.came_online = arrived(now);
  const BookingSpan* span = span_at(last_at_, {});
  out.row = make_row(location, last_at_, active_ ? &*active_ : span);
  out.row.is_redated = is_redated(location, last_at_);
  out.row.is_flagged = is_flagged(last_verdict_);
  out.row.moves_marker = last_verdict_ == Verdict::kMoves && active_ && !update_.is_numbered();
  if (!out.row.is_flagged) out.seen_at = now.wall;
  if (out.row.moves_marker && show(out.row)) out.broadcast = &update_.number(now);
  return out;
}

void LivePilot::remember(const PointRow& row, Verdict verdict) {
  last_recorded_ = row.location.recorded_at;
  last_at_ = row.recorded_at;
  last_verdict_ = verdict;
}

bool LivePilot::date(LocationBatch& batch, Moment now) {
  const bool was_corrected = clock_.is_corrected();
  const Duration correction = clock_.correction_of_batch(batch.sent_at, now.wall, *settings_);
  std::erase_if(batch.points, [&](BatchPoint& point) {
    point.at = *point.location.recorded_at + correction;
    const bool is_refused = point.at > now.wall + settings_->clock_error_max ||
                            point.at < now.wall - settings_->max_recorded_age;
    if (is_refused) batch.rejected.push_back({point.index, Code::kValidation});
    return is_refused;
  });
  std::sort(batch.points.begin(), batch.points.end(), [](const BatchPoint& a, const BatchPoint& b) {
    return std::pair(a.at, a.index) < std::pair(b.at, b.index);
  });
  end_by(batch.points, now.wall);
  return clock_.is_corrected() && !was_corrected;
}

bool LivePilot::needs_history(std::span<const BatchPoint> points) const {
  return std::any_of(points.begin(), points.end(),
                     [this](const BatchPoint& point) { return span_at(point.at, {}) == nullptr; });
}

std::expected<BatchOutcome, Code> LivePilot::locate_batch(LocationBatch batch,
                                                          std::span<const BookingSpan> former,
                                                          Moment now) {
  if (auto allowed = may_send_batch(now); !allowed) return std::unexpected(allowed.error());
  follow_clock(now.wall);
  BatchOutcome out;
  out.rejected = std::move(batch.rejected);
  PositionFilter before_marker;
  std::optional<std::size_t> newest;
  for (const BatchPoint& point : batch.points) {
    const BookingSpan* span = span_at(point.at, former);
    if (span == nullptr && presence_ == Presence::kOffline) {
      out.rejected.push_back({point.index, Code::kPilotNotAvailable});
      continue;
    }
    PointRow& row = out.rows.emplace_back(make_row(point.location, point.at, span));
    row.is_redated = point.at != point.location.recorded_at;
    judge_batched(row, before_marker, out.changes);
    if (row.moves_marker) newest = out.rows.size() - 1;
  }
  if (out.rows.empty() && !may_locate()) return std::unexpected(Code::kPilotNotAvailable);
  last_batch_ = now.steady;
  if (!out.rows.empty()) out.came_online = arrived(now);
  apply_changes(out);
  if (newest) {
    const PointRow& row = out.rows[*newest];
    const bool is_young = now.wall - row.recorded_at <= settings_->max_position_age;
    const bool is_of_now = active_ && active_->covers(row.recorded_at);
    if (is_of_now && show(row) && is_young) out.broadcast = &update_.number(now);
  }
  return out;
}

// Points older than the marker are judged among themselves, and by whether the marker's place can
// be reached from theirs.
void LivePilot::judge_batched(PointRow& row, PositionFilter& before_marker,
                              std::vector<PointFlag>& changes) {
  const Fix fix = fix_of(row.location, row.recorded_at);
  bool is_doubtful = is_null_island(fix.at);
  Verdict verdict = filter_.judge(fix, row, is_doubtful, *settings_, changes);
  row.moves_marker = verdict == Verdict::kMoves;
  if (verdict != Verdict::kOld) {
    remember(row, verdict);
  } else {
    is_doubtful = is_doubtful || !filter_.is_near_marker(fix, *settings_);
    verdict = before_marker.judge(fix, row, is_doubtful, *settings_, changes);
  }
  row.is_flagged = is_flagged(verdict);
}

// What followers of the active booking who ask from now on are told. False: it is not theirs to
// see.
bool LivePilot::show(const PointRow& row) {
  if (!active_ || row.booking_id != active_->id) return false;
  update_.move(row.location, row.recorded_at);
  return true;
}

PointRow LivePilot::make_row(const Location& location, TimePoint at,
                             const BookingSpan* span) const {
  PointRow row{.pilot_id = id_, .booking_id = {}, .location = location, .recorded_at = at};
  if (span != nullptr) {
    row.booking_id = span->id;
    row.status = span->status_at(at);
  }
  return row;
}

}  // namespace waycast
