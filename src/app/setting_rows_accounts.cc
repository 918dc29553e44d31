// Settings of how much one account may hold, and how many calls may wait.
#include "app/setting_rows.h"

namespace waycast::app {

void add_account_rows(std::vector<SettingRow>& rows) {
  rows.push_back(count_row("max_pending_bookings", "WAYCAST_MAX_PENDING_BOOKINGS",
                           "of a customer at once, then ERR_1412", {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.pending_bookings; }));
  rows.push_back(count_row("max_addresses", "WAYCAST_MAX_ADDRESSES", "of a customer, then ERR_1412",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.addresses; }));
  rows.push_back(count_row("max_vehicles", "WAYCAST_MAX_VEHICLES", "of a pilot, then ERR_1412",
                           {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.vehicles; }));
  rows.push_back(count_row("max_repeat_keys", "WAYCAST_MAX_REPEAT_KEYS",
                           "Idempotency-Keys of one identity in a day, then ERR_1412", {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.accounts.repeat_keys; }));
  rows.push_back(count_row("max_queued_calls", "WAYCAST_MAX_QUEUED_CALLS",
                           "calls that may wait for the dispatch loop, then ERR_1004", {1, 1e8},
                           [](auto& s) -> auto& { return s.dispatch.calls_waiting; }));
  rows.push_back(count_row("max_queued_per_booking", "WAYCAST_MAX_QUEUED_PER_BOOKING",
                           "calls that may wait for one booking, then ERR_1004", {1, 1e6},
                           [](auto& s) -> auto& { return s.dispatch.calls_of_booking; }));
}

}  // namespace waycast::app
