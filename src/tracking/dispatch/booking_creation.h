// What must be true of a new booking, and what it gets: its price, number and codes
// (docs/protocol.md, "REST"; docs/domain.md, "Prices and earnings").
#pragma once

#include "tracking/account_limits.h"
#include "tracking/ports/dispatch.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

// One store operation. ERR_1304 an address that is not the user's, ERR_1303 a vehicle type that is
// unknown or not active, ERR_1412 for more pending bookings than a customer may have, ERR_1001 with
// the field for the rest.
Result<BookingDetails> create_booking(StoreWrites& writes, const NewBooking& wanted, TimePoint now,
                                      AccountRoom& room);

}  // namespace waycast
