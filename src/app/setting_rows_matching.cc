// Settings of matching (docs/domain.md, "Matching").
#include "app/setting_rows.h"

namespace waycast::app {

void add_matching_rows(std::vector<SettingRow>& rows) {
  rows.push_back(time_row("offer_time", "WAYCAST_OFFER_TIME", "for a pilot to answer an offer",
                          [](auto& s) -> auto& { return s.dispatch.match.offer_time; }));
  rows.push_back(count_row("offer_fanout", "WAYCAST_OFFER_FANOUT", "pilots asked at once", {1, 100},
                           [](auto& s) -> auto& { return s.dispatch.match.offer_fanout; }));
  rows.push_back(count_row("offer_attempts", "WAYCAST_OFFER_ATTEMPTS",
                           "offers of a booking in one round", {1, 1000},
                           [](auto& s) -> auto& { return s.dispatch.match.attempts_per_round; }));
  rows.push_back(number_row("first_radius", "WAYCAST_FIRST_RADIUS",
                            "km around the pickup in which pilots are looked for", {0.1, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.first_radius_km; }));
  rows.push_back(number_row("radius_step", "WAYCAST_RADIUS_STEP", "km added when nobody is there",
                            {0.1, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.radius_step_km; }));
  rows.push_back(number_row("last_radius", "WAYCAST_LAST_RADIUS", "km at most", {0.1, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.last_radius_km; }));
  rows.push_back(time_row("match_retry", "WAYCAST_MATCH_RETRY",
                          "from a round without success to the next",
                          [](auto& s) -> auto& { return s.dispatch.match.retry_after; }));
  rows.push_back(time_row("declined_pause", "WAYCAST_DECLINED_PAUSE",
                          "before a pilot who declined a booking is asked again",
                          [](auto& s) -> auto& { return s.dispatch.match.declined_pause; }));
  rows.push_back(time_row("scheduled_lead", "WAYCAST_SCHEDULED_LEAD",
                          "how long before its time a scheduled booking is offered",
                          [](auto& s) -> auto& { return s.dispatch.match.scheduled_lead; }));
  rows.push_back(time_row("match_position_age", "WAYCAST_MATCH_POSITION_AGE",
                          "a pilot with an older position is offered nothing",
                          [](auto& s) -> auto& { return s.dispatch.match.position_max_age; }));
  rows.push_back(count_row(
      "match_candidates", "WAYCAST_MATCH_CANDIDATES", "the nearest free pilots that are scored",
      {1, 10'000}, [](auto& s) -> auto& { return s.dispatch.match.candidates_per_search; }));
  rows.push_back(count_row("match_refusals", "WAYCAST_MATCH_REFUSALS",
                           "the nearest others whose reason is written down", {0, 10'000},
                           [](auto& s) -> auto& { return s.dispatch.match.refused_per_search; }));
  rows.push_back(count_row(
      "match_wakes", "WAYCAST_MATCH_WAKES",
      "the nearest waiting bookings that a free pilot's position wakes; the "
      "others look again after match_retry",
      {1, 10'000}, [](auto& s) -> auto& { return s.dispatch.match.bookings_per_position; }));
  rows.push_back(count_row("match_journal_rows", "WAYCAST_MATCH_JOURNAL_ROWS",
                           "reasons written down for one booking; beyond them offers only",
                           {0, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.match.journal_rows; }));
  rows.push_back(number_row("weight_closeness", "WAYCAST_WEIGHT_CLOSENESS",
                            "of closeness in a pilot's score", {0, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.weights.closeness; }));
  rows.push_back(number_row("weight_rating", "WAYCAST_WEIGHT_RATING",
                            "of the rating in a pilot's score", {0, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.weights.rating; }));
  rows.push_back(number_row("weight_experience", "WAYCAST_WEIGHT_EXPERIENCE",
                            "of past deliveries in a pilot's score", {0, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.weights.experience; }));
  rows.push_back(number_row("weight_acceptance", "WAYCAST_WEIGHT_ACCEPTANCE",
                            "of accepted offers in a pilot's score", {0, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.weights.acceptance; }));
}

}  // namespace waycast::app
