// Settings of bookings, of how much one account may hold, and of how many calls may wait.
#include "app/setting_rows.h"

namespace waycast::app {

void add_booking_rows(SettingRows& rows) {
  rows.push_back(switch_row("require_otp",
                            "Whether a pilot needs the codes of a booking, which its customer has, "
                            "to pick it up and to deliver it.",
                            [](auto& s) -> auto& { return s.dispatch.require_otp; }));
  rows.push_back(checked_row(
      "time_zone", "At whose midnight the statistics of today begin, such as Asia/Kolkata.",
      parse_time_zone, {"Asia/Kolkata", "UTC"}, [](auto& s) -> auto& { return s.time_zone; }));
  rows.push_back(number_row("nearby_cell",
                            "How wide the cells are, in kilometres, to which the places of pilots "
                            "are rounded for customers who look for one.",
                            {0.5, 50}, [](auto& s) -> auto& { return s.dispatch.nearby_cell_km; }));
}

void add_account_rows(SettingRows& rows) {
  rows.push_back(count_row("max_pending_bookings",
                           "The most bookings of one customer that may wait for a pilot, then "
                           "ERR_1412.",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.pending_bookings; }));
  rows.push_back(count_row("max_addresses",
                           "The most saved addresses of one customer, then ERR_1412.", {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.addresses; }));
  rows.push_back(count_row("max_vehicles", "The most vehicles of one pilot, then ERR_1412.",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.vehicles; }));
  rows.push_back(count_row("max_repeat_keys",
                           "The most Idempotency-Keys that one user, pilot or admin may use in a "
                           "day, then ERR_1412.",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.repeat_keys; }));
  rows.push_back(
      count_row("max_queued_calls",
                "The most calls that may wait for the dispatch loop, which decides about "
                "bookings. More are answered ERR_1004.",
                {1, 1e8}, [](auto& s) -> auto& { return s.dispatch.calls_waiting; }));
  rows.push_back(count_row("max_queued_per_booking",
                           "The most calls that may wait for one booking. More are answered "
                           "ERR_1004.",
                           {1, 1e6}, [](auto& s) -> auto& { return s.dispatch.calls_of_booking; }));
}

}  // namespace waycast::app
