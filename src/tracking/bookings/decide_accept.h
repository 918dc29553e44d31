// Who wins a booking (docs/domain.md, "Who wins a booking"): every path of an accept, by offer,
// from the list of jobs or by an admin, is decided here, on the rows of one transaction.
#pragma once

#include "base/error.h"
#include "tracking/bookings/booking_change.h"
#include "tracking/bookings/booking_rows.h"

namespace waycast {

struct AcceptDecision {
  AcceptOutcome outcome;
  BookingWrite write;
};

// In this order: ERR_1308, ERR_1407 and ERR_1408 about the offer that is answered; ERR_1302,
// ERR_1400 and ERR_1408 about the booking; ERR_1301, ERR_1203, ERR_1403 and ERR_1402 about the
// pilot; ERR_1303 without a vehicle. A pilot whose own offer was over when they took the booking by
// another path has it all the same, and the offer ends as TIMEOUT.
Result<AcceptDecision> decide_accept(const AcceptFacts& facts, const AcceptRequest& request);

}  // namespace waycast
