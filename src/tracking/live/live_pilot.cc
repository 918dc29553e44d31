#include "tracking/live/live_pilot.h"

#include <algorithm>

namespace waycast {
namespace {

constexpr std::size_t kEndedKept = 3;

}  // namespace

LivePilot::LivePilot(PilotId id, const LiveSettings& settings)
    : settings_(&settings), id_(std::move(id)) {}

void LivePilot::load(Presence presence, Moment now) {
  presence_ = presence;
  last_heard_ = now.steady;
}

void LivePilot::seed(LatLng at, TimePoint recorded_at, const BookingId& booking) {
  filter_.seed({at, 0, recorded_at}, booking);
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
  update_.begin(booking.id, id_);
}

void LivePilot::know(const StoredPosition& position) {
  if (active_) update_.restore(position);
}

const LocationUpdate* LivePilot::last_update(Moment now) {
  return active_ && update_.is_known() ? &update_.number(now) : nullptr;
}

const LocationUpdate* LivePilot::numbered_update() const {
  return active_ && update_.is_numbered() ? &update_.get() : nullptr;
}

std::expected<void, Code> LivePilot::may_send_batch(Moment now) const {
  if (last_batch_ && now.steady - *last_batch_ < settings_->batch_interval) {
    return std::unexpected(Code::kRateLimit);
  }
  return {};
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

}  // namespace waycast
