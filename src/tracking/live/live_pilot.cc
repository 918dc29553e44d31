#include "tracking/live/live_pilot.h"

#include <algorithm>

namespace waycast {
namespace {

constexpr std::size_t kEndedKept = 3;

// A clock that runs ahead must not make a position of the future.
TimePoint recorded_time(const Location& location, TimePoint arrival) {
  return std::min(location.recorded_at.value_or(arrival), arrival);
}

Fix fix_of(const Location& location, TimePoint recorded_at) {
  return {location.at, location.accuracy.value_or(0), recorded_at};
}

}  // namespace

LivePilot::LivePilot(PilotId id, const LiveSettings& settings)
    : settings_(&settings), id_(std::move(id)) {}

void LivePilot::load(Presence presence, Moment now) {
  presence_ = presence;
  last_heard_ = now.steady;
}

void LivePilot::attach_socket() {
  ++sockets_;
  grace_ends_.reset();
}

void LivePilot::detach_socket(Moment now) {
  if (sockets_ > 0 && --sockets_ == 0) start_grace(now);
}

void LivePilot::start_grace(Moment now) {
  if (is_online() && sockets_ == 0) grace_ends_ = now.steady + settings_->grace;
}

void LivePilot::go_online(const VehicleId& vehicle, Moment now) {
  vehicle_ = vehicle;
  presence_ = Presence::kOnline;
  last_heard_ = now.steady;
}

bool LivePilot::go_offline() {
  grace_ends_.reset();
  return std::exchange(presence_, Presence::kOffline) != Presence::kOffline;
}

bool LivePilot::expire(Moment now) {
  if (!is_online() || now.steady < *deadline()) return false;
  const bool by_grace = grace_ends_ && now.steady >= *grace_ends_;
  presence_ = by_grace ? Presence::kOffline : Presence::kStale;
  grace_ends_.reset();
  return true;
}

std::optional<SteadyTime> LivePilot::deadline() const {
  if (!is_online()) return std::nullopt;
  const SteadyTime stale = last_heard_ + settings_->stale_after + Duration{1};  // "> 60 s"
  return grace_ends_ ? std::min(*grace_ends_, stale) : stale;
}

void LivePilot::booking_is(const Booking& booking, Moment now) {
  const bool is_mine = booking.pilot_id == id_ && is_active(booking.status);
  if (active_ && active_->id == booking.id) {
    active_->update(booking, now.wall);
    if (is_mine) return;
    if (!active_->ends) active_->ends = now.wall;  // given to somebody else
    ended_.push_back(std::move(*active_));
    if (ended_.size() > kEndedKept) ended_.pop_front();
    active_.reset();
    return;
  }
  if (!is_mine) return;
  auto span = BookingSpan::of(booking);
  if (active_ && active_->begins > span->begins) return;  // the newest of several is the live one
  active_ = std::move(span);
  update_ = {.booking_id = booking.id, .pilot_id = id_};
  is_numbering_ = false;
}

void LivePilot::know(const StoredPosition& position) {
  const bool has_any = update_.timestamp != TimePoint{};
  if (!active_ || active_->id != position.booking_id || has_any) return;
  update_.at = position.at;
  update_.timestamp = position.recorded_at;
}

const LocationUpdate* LivePilot::last_update(Moment now) {
  if (!active_ || update_.timestamp == TimePoint{}) return nullptr;
  if (update_.seq == 0) number(now);
  return &update_;
}

const LocationUpdate* LivePilot::numbered_update() const {
  return active_ && update_.seq != 0 ? &update_ : nullptr;
}

std::expected<PointOutcome, Code> LivePilot::locate(const Location& location, Moment now) {
  if (!may_locate()) return std::unexpected(Code::kPilotNotAvailable);
  if (last_point_ && now.steady - *last_point_ < settings_->point_interval) {
    return std::unexpected(Code::kRateLimit);
  }
  last_point_ = now.steady;
  follow_clock(now.wall);
  PointOutcome out;
  out.came_online = arrived(now);
  const TimePoint at = recorded_time(location, now.wall);
  const auto verdict = filter_.judge(fix_of(location, at), *settings_);
  // A live point is of the booking under way, whatever the phone's clock says.
  const BookingSpan* span = span_at(at, {});
  out.row = make_row(location, at, span != nullptr || !active_ ? span : &*active_);
  out.row.is_flagged = verdict == PositionFilter::Verdict::kImplausible;
  out.row.moves_marker = verdict == PositionFilter::Verdict::kMoves;
  if (out.row.moves_marker) out.broadcast = number_update(location, at, now);
  return out;
}

std::expected<void, Code> LivePilot::may_send_batch(Moment now) const {
  if (last_batch_ && now.steady - *last_batch_ < settings_->batch_interval) {
    return std::unexpected(Code::kRateLimit);
  }
  return {};
}

bool LivePilot::needs_history(std::span<const BatchPoint> points) const {
  return std::any_of(points.begin(), points.end(), [this](const BatchPoint& point) {
    return span_at(*point.location.recorded_at, {}) == nullptr;
  });
}

std::expected<BatchOutcome, Code> LivePilot::locate_batch(std::vector<BatchPoint> points,
                                                          std::span<const BookingSpan> former,
                                                          Moment now) {
  if (auto allowed = may_send_batch(now); !allowed) return std::unexpected(allowed.error());
  std::sort(points.begin(), points.end(), [](const BatchPoint& a, const BatchPoint& b) {
    return std::pair(*a.location.recorded_at, a.index) <
           std::pair(*b.location.recorded_at, b.index);
  });
  follow_clock(now.wall);
  BatchOutcome out;
  PositionFilter before_marker;  // judges the points older than the marker among themselves
  const Location* newest = nullptr;
  for (const BatchPoint& point : points) {
    const TimePoint at = recorded_time(point.location, now.wall);
    const BookingSpan* span = span_at(at, former);
    if (span == nullptr && presence_ == Presence::kOffline) {
      out.rejected.push_back({point.index, Code::kPilotNotAvailable});
      continue;
    }
    PointRow& row = out.rows.emplace_back(make_row(point.location, at, span));
    auto verdict = filter_.judge(fix_of(point.location, at), *settings_);
    row.moves_marker = verdict == PositionFilter::Verdict::kMoves;
    if (verdict == PositionFilter::Verdict::kOld) {
      verdict = before_marker.judge(fix_of(point.location, at), *settings_);
    }
    row.is_flagged = verdict == PositionFilter::Verdict::kImplausible;
    if (row.moves_marker) newest = &point.location;
  }
  if (out.rows.empty() && !may_locate()) return std::unexpected(Code::kPilotNotAvailable);
  last_batch_ = now.steady;
  if (!out.rows.empty()) out.came_online = arrived(now);
  if (newest) out.broadcast = number_update(*newest, recorded_time(*newest, now.wall), now);
  return out;
}

const BookingSpan* LivePilot::span_at(TimePoint at, std::span<const BookingSpan> former) const {
  if (active_ && active_->covers(at)) return &*active_;
  const auto covers = [at](const BookingSpan& span) { return span.covers(at); };
  if (auto it = std::find_if(ended_.rbegin(), ended_.rend(), covers); it != ended_.rend()) {
    return &*it;
  }
  const auto it = std::find_if(former.begin(), former.end(), covers);
  return it == former.end() ? nullptr : &*it;
}

// If the server's clock was set back, the live marker moves on at once.
void LivePilot::follow_clock(TimePoint now) {
  filter_.follow_clock(now);
  if (active_ && active_->begins > now) active_->begins = now;
}

// A sign of life. True: it brought a stale pilot back online.
bool LivePilot::arrived(Moment now) {
  last_heard_ = now.steady;
  if (presence_ != Presence::kStale) return false;
  presence_ = Presence::kOnline;
  return true;
}

// The position as the active booking's followers see it, or null if it is not theirs to see.
const LocationUpdate* LivePilot::number_update(const Location& location, TimePoint recorded_at,
                                               Moment now) {
  if (!active_ || !active_->covers(recorded_at)) return nullptr;
  update_.seq = 0;
  update_.at = location.at;
  update_.heading = location.heading;
  update_.speed = location.speed;
  update_.timestamp = recorded_at;
  if (now.wall - recorded_at > settings_->max_position_age) return nullptr;
  number(now);
  return &update_;
}

void LivePilot::number(Moment now) {
  if (!std::exchange(is_numbering_, true)) {
    // Milliseconds since 1970 grow faster than a pilot may send: a restarted server, or another
    // owner, goes on above what was ever sent.
    const auto base = static_cast<std::uint64_t>(now.wall.time_since_epoch().count());
    last_seq_ = std::max(last_seq_, base);
  }
  update_.seq = ++last_seq_;
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
