#include "tracking/matching/match_journal.h"

#include <algorithm>

namespace waycast {
namespace {

constexpr std::size_t kPilotsRemembered = 500;
constexpr std::string_view kOffered = "offered";
constexpr std::string_view kLowerScore = "lower_score";

}  // namespace

std::vector<JournalEntry> MatchJournal::rows(int round, const Candidates& candidates,
                                             const std::vector<Offer>& offers, TimePoint now) {
  std::vector<JournalEntry> rows;
  const auto add = [&](const PilotId& pilot, double distance, double age, std::string_view reason) {
    JournalEntry& row = rows.emplace_back();
    row.id = new_id(now);
    row.booking_id = booking_;
    row.pilot_id = pilot;
    row.round = round;
    row.distance = distance;
    row.position_age = age;
    row.reason = reason;
    row.created_at = now;
    if (rows_left_ > 0) --rows_left_;
  };
  for (const Candidate& one : candidates.ranked) {
    const auto offer = std::ranges::find(offers, one.pilot_id, &Offer::pilot_id);
    const bool is_offered = offer != offers.end();
    const std::string_view reason = is_offered ? kOffered : kLowerScore;
    if (!is_news(one.pilot_id, reason) && !is_offered) continue;
    add(one.pilot_id, one.distance_km, one.position_age, reason);
    rows.back().score = one.score;
    if (is_offered) rows.back().offer_id = offer->id;
  }
  for (const Refusal& one : candidates.refused) {
    if (is_news(one.pilot_id, one.reason)) {
      add(one.pilot_id, one.distance_km, one.position_age, one.reason);
    }
  }
  return rows;
}

bool MatchJournal::is_news(const PilotId& pilot, std::string_view reason) {
  if (rows_left_ == 0) return false;
  if (last_reason_.size() > kPilotsRemembered) last_reason_.clear();
  std::string_view& last = last_reason_[pilot];
  if (last == reason) return false;
  last = reason;
  return true;
}

}  // namespace waycast
