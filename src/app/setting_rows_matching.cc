// Settings of matching (docs/domain.md, "Matching").
#include "app/setting_rows.h"

namespace waycast::app {

namespace {

void add_offer_rows(SettingRows& rows) {
  rows.push_back(time_row("offer_time", "How long a pilot has to answer an offer.",
                          [](auto& s) -> auto& { return s.dispatch.match.offer_time; }));
  rows.push_back(count_row("offer_fanout",
                           "How many pilots are offered a booking at the same time. The first to "
                           "accept gets it.",
                           {1, 100},
                           [](auto& s) -> auto& { return s.dispatch.match.offer_fanout; }));
  rows.push_back(count_row("offer_attempts",
                           "How many offers of a booking are made in one round before it waits for "
                           "match_retry.",
                           {1, 1000},
                           [](auto& s) -> auto& { return s.dispatch.match.attempts_per_round; }));
  rows.push_back(time_row("match_retry",
                          "How long a booking that nobody took waits until the next round.",
                          [](auto& s) -> auto& { return s.dispatch.match.retry_after; }));
  rows.push_back(time_row("declined_pause",
                          "How long a pilot who declined a booking is not asked about it again.",
                          [](auto& s) -> auto& { return s.dispatch.match.declined_pause; }));
  rows.push_back(time_row("scheduled_lead",
                          "How long before its time a scheduled booking is offered to pilots.",
                          [](auto& s) -> auto& { return s.dispatch.match.scheduled_lead; }));
}

void add_search_rows(SettingRows& rows) {
  rows.push_back(number_row(
      "first_radius", "How many kilometres around the pickup pilots are looked for at first.",
      {0.1, 1000}, [](auto& s) -> auto& { return s.dispatch.match.first_radius_km; }));
  rows.push_back(number_row("radius_step", "How many kilometres are added while nobody is found.",
                            {0.1, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.radius_step_km; }));
  rows.push_back(number_row(
      "last_radius", "How many kilometres around the pickup pilots are looked for at most.",
      {0.1, 1000}, [](auto& s) -> auto& { return s.dispatch.match.last_radius_km; }));
  rows.push_back(time_row("match_position_age",
                          "How old the position of a pilot may be for them to be offered anything.",
                          [](auto& s) -> auto& { return s.dispatch.match.position_max_age; }));
  rows.push_back(count_row(
      "match_candidates", "How many free pilots, the nearest, are scored for one offer.",
      {1, 10'000}, [](auto& s) -> auto& { return s.dispatch.match.candidates_per_search; }));
  rows.push_back(count_row(
      "match_wakes",
      "How many waiting bookings, the nearest, are looked at when a pilot becomes free or moves. "
      "The others wait for their next round.",
      {1, 10'000}, [](auto& s) -> auto& { return s.dispatch.match.bookings_per_position; }));
}

void add_journal_rows(SettingRows& rows) {
  rows.push_back(count_row("match_refusals",
                           "Of how many pilots who were not asked, the nearest, the reason is "
                           "written down in each round.",
                           {0, 10'000},
                           [](auto& s) -> auto& { return s.dispatch.match.refused_per_search; }));
  rows.push_back(
      count_row("match_journal_rows",
                "How many reasons are written down for one booking. Beyond them only its "
                "offers are.",
                {0, 1e6}, [](auto& s) -> auto& { return s.dispatch.match.journal_rows; }));
}

void add_weight_rows(SettingRows& rows) {
  rows.push_back(number_row("weight_closeness",
                            "How much it counts in a pilot's score that they are close.", {0, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.weights.closeness; }));
  rows.push_back(number_row("weight_rating", "How much a pilot's rating counts in their score.",
                            {0, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.weights.rating; }));
  rows.push_back(number_row("weight_experience",
                            "How much a pilot's past deliveries count in their score.", {0, 1000},
                            [](auto& s) -> auto& { return s.dispatch.match.weights.experience; }));
  rows.push_back(number_row(
      "weight_acceptance", "How much it counts in a pilot's score how many offers they accepted.",
      {0, 1000}, [](auto& s) -> auto& { return s.dispatch.match.weights.acceptance; }));
}

}  // namespace

void add_matching_rows(SettingRows& rows) {
  add_offer_rows(rows);
  add_search_rows(rows);
  add_journal_rows(rows);
  add_weight_rows(rows);
}

}  // namespace waycast::app
