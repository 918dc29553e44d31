#include "tracking/matching/match_round.h"

#include <utility>

namespace waycast {

MatchRound::MatchRound(const MatchSettings& settings, SteadyTime starts_at)
    : settings_(settings), wake_at_(starts_at) {}

void MatchRound::resume(Past past) {
  round_ = past.number;
  if (past.pending.empty()) return;
  state_ = State::kSearching;
  attempts_ = past.attempts;
  asked_ = std::move(past.asked);
  pending_ = std::move(past.pending);
}

void MatchRound::reschedule(SteadyTime starts_at) {
  if (state_ == State::kNotYet) wake_at_ = starts_at;
}

MatchAction MatchRound::next(SteadyTime now) {
  if (state_ == State::kNotYet || state_ == State::kPaused) {
    if (now < wake_at_) return {.until = wake_at_};
    begin_round();
  }
  const int missing = settings_.offer_fanout - static_cast<int>(pending_.size());
  if (missing <= 0) return {};
  const bool may_search = state_ == State::kSearching && attempts_ < settings_.attempts_per_round;
  if (may_search) return {.offers = missing};
  if (!pending_.empty()) return {};
  pause(now);
  return {.until = wake_at_};
}

void MatchRound::found(const std::vector<PilotId>& offered, const std::vector<PilotId>& eligible,
                       SteadyTime now) {
  seen_ = {eligible.begin(), eligible.end()};
  if (offered.empty()) {
    state_ = State::kExhausted;
    if (pending_.empty()) pause(now);
    return;
  }
  ++attempts_;
  asked_.insert(offered.begin(), offered.end());
  pending_.insert(offered.begin(), offered.end());
}

void MatchRound::failed(const std::vector<PilotId>& offered, SteadyTime now) {
  for (const PilotId& pilot : offered) {
    asked_.erase(pilot);
    pending_.erase(pilot);
  }
  pause(now);
}

void MatchRound::answered(const PilotId& pilot, OfferState answer, SteadyTime now) {
  pending_.erase(pilot);
  if (answer == OfferState::kDeclined) {
    std::erase_if(declined_until_, [now](const auto& entry) { return entry.second <= now; });
    declined_until_[pilot] = now + settings_.declined_pause;
  }
}

bool MatchRound::appeared(const PilotId& pilot, SteadyTime now) {
  if (state_ == State::kNotYet || state_ == State::kSearching) return false;
  if (seen_.contains(pilot) || excludes(pilot, now)) return false;
  if (state_ == State::kPaused) {
    wake_at_ = now;
  } else if (attempts_ < settings_.attempts_per_round) {
    state_ = State::kSearching;
  }
  return true;
}

bool MatchRound::excludes(const PilotId& pilot, SteadyTime now) const {
  if (pending_.contains(pilot)) return true;
  if (state_ != State::kPaused && asked_.contains(pilot)) return true;
  const auto declined = declined_until_.find(pilot);
  return declined != declined_until_.end() && now < declined->second;
}

void MatchRound::begin_round() {
  state_ = State::kSearching;
  ++round_;
  attempts_ = 0;
  asked_ = pending_;
}

void MatchRound::pause(SteadyTime now) {
  state_ = State::kPaused;
  seen_.insert(asked_.begin(), asked_.end());
  wake_at_ = now + settings_.retry_after;
}

}  // namespace waycast
