#include "tracking/live/position_filter.h"

#include <algorithm>
#include <chrono>

namespace waycast {
namespace {

constexpr int kConfirmingMoves = 5;
constexpr std::size_t kUnconfirmedKept = 64;
constexpr double kMetresPerDegree = 111'195;  // of a great circle, rounded up

bool is_plausible(const Fix& from, const Fix& to, const LiveSettings& settings) {
  const Duration between = std::chrono::abs(to.recorded_at - from.recorded_at) + from.doubt;
  const double seconds = std::chrono::duration<double>(between).count();
  const double inaccuracy = std::min(from.accuracy + to.accuracy, settings.accuracy_allowance);
  const double reach = settings.max_speed * seconds + settings.jump_allowance + inaccuracy;
  // Along a meridian and then a parallel is never shorter: nearly always that is answer enough.
  const double detour = std::abs(to.at.lat - from.at.lat) + std::abs(to.at.lng - from.at.lng);
  return detour * kMetresPerDegree <= reach || haversine_km(from.at, to.at) * 1'000 <= reach;
}

bool is_vague(const Fix& fix, const Fix& believed, const LiveSettings& settings) {
  return fix.accuracy > settings.max_accuracy && believed.accuracy < fix.accuracy &&
         fix.recorded_at - believed.recorded_at < settings.accuracy_wait;
}

}  // namespace

PositionFilter::Verdict PositionFilter::judge(const Fix& fix, const PointRow& row, bool is_doubtful,
                                              const LiveSettings& settings,
                                              std::vector<PointFlag>& changes) {
  if (believed_) {
    if (fix.recorded_at <= believed_->recorded_at) return Verdict::kOld;
    if (is_vague(fix, *believed_, settings)) return Verdict::kVague;
    is_doubtful = !is_plausible(*believed_, fix, settings);
  }
  if (is_doubtful) return suspect(fix, row, settings, changes);
  believe(fix, row);
  return Verdict::kMoves;
}

PositionFilter::Verdict PositionFilter::suspect(const Fix& fix, const PointRow& row,
                                                const LiveSettings& settings,
                                                std::vector<PointFlag>& changes) {
  if (!agrees_with_suspects(fix, settings)) suspect_count_ = 0;
  if (suspect_count_ < suspects_.size()) {
    suspects_[suspect_count_] = fix;
    suspect_rows_[suspect_count_++] = {row.booking_id, row.recorded_at};
    return Verdict::kImplausible;
  }
  replace_belief(changes);
  believe(fix, row);
  return Verdict::kMoves;
}

void PositionFilter::replace_belief(std::vector<PointFlag>& changes) {
  for (const Row& row : unconfirmed_) changes.push_back({row.booking, row.recorded_at, true});
  unconfirmed_.clear();
  believed_.reset();
  is_confirmed_ = false;
  moves_ = 0;
  for (const Row& row : suspect_rows_) {
    if (!row.booking.empty()) changes.push_back({row.booking, row.recorded_at, false});
    remember(row.booking, row.recorded_at);
  }
}

void PositionFilter::believe(const Fix& fix, const PointRow& row) {
  if (!is_confirmed_) {
    if (believed_ && believed_->at != fix.at) ++moves_;
    remember(row.booking_id, row.recorded_at);
  }
  believed_ = fix;
  suspect_count_ = 0;
}

// A position without a booking is in no history.
void PositionFilter::remember(const BookingId& booking, TimePoint recorded_at) {
  is_confirmed_ = moves_ >= kConfirmingMoves || unconfirmed_.size() >= kUnconfirmedKept;
  if (is_confirmed_) {
    std::vector<Row>().swap(unconfirmed_);
  } else if (!booking.empty()) {
    unconfirmed_.push_back({booking, recorded_at});
  }
}

void PositionFilter::seed(const Fix& fix, const BookingId& booking) {
  if (believed_) return;
  believed_ = fix;
  suspect_count_ = 0;
  remember(booking, fix.recorded_at);
}

void PositionFilter::follow_clock(TimePoint now) {
  if (!believed_ || believed_->recorded_at <= now) return;
  believed_->recorded_at = now - Duration{1};
  suspect_count_ = 0;
}

bool PositionFilter::is_near_marker(const Fix& fix, const LiveSettings& settings) const {
  return !believed_ || is_plausible(*believed_, fix, settings);
}

bool PositionFilter::agrees_with_suspects(const Fix& fix, const LiveSettings& settings) const {
  return std::all_of(suspects_.begin(), suspects_.begin() + static_cast<long>(suspect_count_),
                     [&](const Fix& suspect) {
                       return fix.recorded_at > suspect.recorded_at &&
                              is_plausible(suspect, fix, settings);
                     });
}

}  // namespace waycast
