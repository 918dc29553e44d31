#include "tracking/live/position_filter.h"

#include <algorithm>
#include <chrono>

namespace waycast {
namespace {

bool is_plausible(const Fix& from, const Fix& to, const LiveSettings& settings) {
  const double seconds =
      std::abs(std::chrono::duration<double>(to.recorded_at - from.recorded_at).count());
  const double inaccuracy = std::min(from.accuracy + to.accuracy, settings.accuracy_allowance);
  const double reach = settings.max_speed * seconds + settings.jump_allowance + inaccuracy;
  return haversine_km(from.at, to.at) * 1'000 <= reach;
}

}  // namespace

PositionFilter::Verdict PositionFilter::judge(const Fix& fix, const LiveSettings& settings) {
  if (believed_ && fix.recorded_at <= believed_->recorded_at) return Verdict::kOld;
  if (believed_ && !is_plausible(*believed_, fix, settings)) {
    if (!agrees_with_suspects(fix, settings)) suspect_count_ = 0;
    if (suspect_count_ < suspects_.size()) {
      suspects_[suspect_count_++] = fix;
      return Verdict::kImplausible;
    }
  }
  believed_ = fix;
  suspect_count_ = 0;
  return Verdict::kMoves;
}

void PositionFilter::follow_clock(TimePoint now) {
  if (!believed_ || believed_->recorded_at <= now) return;
  believed_->recorded_at = now - Duration{1};
  suspect_count_ = 0;
}

bool PositionFilter::agrees_with_suspects(const Fix& fix, const LiveSettings& settings) const {
  return std::all_of(suspects_.begin(), suspects_.begin() + static_cast<long>(suspect_count_),
                     [&](const Fix& suspect) {
                       return fix.recorded_at > suspect.recorded_at &&
                              is_plausible(suspect, fix, settings);
                     });
}

}  // namespace waycast
