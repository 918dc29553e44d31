// When to look for pilots for one booking, how many to ask, and when to pause: the rounds of
// docs/domain.md, "Matching", as a state machine. It takes what happened and the time, and says
// what to do; it knows no store, no timers and no fleet.
//
//   next() == search -> found() -> answered()... -> next() ... -> wait(until) -> next() -> a new
//   round
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "base/ids.h"
#include "tracking/enums.h"
#include "tracking/matching/match_settings.h"

namespace waycast {

struct MatchAction {
  int offers = 0;  // > 0: search now, and offer to at most so many
  // Else: nothing to do before this time, or before something happens.
  std::optional<SteadyTime> until = std::nullopt;
};

class MatchRound {
 public:
  // `settings` outlive it. No offers before `starts_at`. All times are steady: no step of the wall
  // clock makes a pause shorter or longer.
  MatchRound(const MatchSettings& settings, SteadyTime starts_at);

  // After a restart: what the last round had come to. It goes on if an offer is still pending.
  struct Past {
    int number = 0;
    int attempts = 0;
    std::set<PilotId> asked, pending;
  };
  void resume(Past past);

  // A booking for later begins by the wall clock: its time, as it is now.
  void reschedule(SteadyTime starts_at);

  MatchAction next(SteadyTime now);

  // The outcome of a search: who is offered the booking, and everybody who could have been.
  void found(const std::vector<PilotId>& offered, const std::vector<PilotId>& eligible,
             SteadyTime now);
  // The offers of the last search could not be stored.
  void failed(const std::vector<PilotId>& offered, SteadyTime now);
  void answered(const PilotId& pilot, OfferState answer, SteadyTime now);

  // A pilot has become available or come nearer. True: worth another next().
  bool appeared(const PilotId& pilot, SteadyTime now);
  // Already asked in this round, or declined recently.
  bool excludes(const PilotId& pilot, SteadyTime now) const;
  int number() const { return round_; }

 private:
  enum class State { kNotYet, kSearching, kExhausted, kPaused };

  void begin_round();
  void pause(SteadyTime now);

  const MatchSettings& settings_;
  State state_ = State::kNotYet;
  SteadyTime wake_at_;
  int round_ = 0;
  int attempts_ = 0;
  std::set<PilotId> asked_;    // in this round
  std::set<PilotId> seen_;     // eligible at the last search: their news is no news
  std::set<PilotId> pending_;  // hold an offer now
  std::map<PilotId, SteadyTime> declined_until_;
};

}  // namespace waycast
