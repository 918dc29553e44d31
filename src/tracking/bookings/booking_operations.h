// The operations on bookings and offers, each inside one write of the store: read the facts, let
// the rules decide, write their rows. Nothing else writes a booking.
//
//   store.write(loop, [request](StoreWrites& w) { return change_status(w, request); }, done);
#pragma once

#include "base/error.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

// A booking as it is given, with its first row of history; its places are kept as they are now.
// ERR_1411: its number is taken.
Result<BookingDetails> add_booking(StoreWrites& writes, const Booking& booking);

// decide_status.h
Result<BookingChange> change_status(StoreWrites& writes, const StatusRequest& request);

// decide_accept.h
Result<AcceptOutcome> accept_booking(StoreWrites& writes, const AcceptRequest& request);

// decide_offer.h
Result<Offer> close_offer(StoreWrites& writes, const OfferId& id, const std::optional<PilotId>& by,
                          OfferState as, TimePoint at);

}  // namespace waycast
