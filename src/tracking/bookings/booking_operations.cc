#include "tracking/bookings/booking_operations.h"

#include "tracking/bookings/decide_accept.h"
#include "tracking/bookings/decide_offer.h"
#include "tracking/bookings/decide_status.h"
#include "tracking/bookings/history.h"

namespace waycast {

Result<BookingDetails> add_booking(StoreWrites& writes, const Booking& booking) {
  return writes.insert_booking(first_rows(booking));
}

Result<BookingChange> change_status(StoreWrites& writes, const StatusRequest& request) {
  const auto facts = writes.booking_facts(request.booking_id);
  if (!facts) return std::unexpected(facts.error());
  auto decision = decide_status(*facts, request);
  if (!decision) return std::unexpected(decision.error());
  if (!decision->write) return std::move(decision->change);
  const auto written = writes.write_booking(*decision->write);
  if (!written) return std::unexpected(written.error());
  if (*written != BookingWritten::kWritten)
    return no_such_step(decision->change.before, request.to);
  return std::move(decision->change);
}

Result<AcceptOutcome> accept_booking(StoreWrites& writes, const AcceptRequest& request) {
  const auto facts = writes.accept_facts(request);
  if (!facts) return std::unexpected(facts.error());
  auto decision = decide_accept(*facts, request);
  if (!decision) return std::unexpected(decision.error());
  const auto written = writes.write_booking(decision->write);
  if (!written) return std::unexpected(written.error());
  switch (*written) {
    case BookingWritten::kWritten:
      return std::move(decision->outcome);
    case BookingWritten::kStatusMoved:
      return fail(Code::kOfferAnswered);
    case BookingWritten::kPilotTaken:
      return fail(Code::kPilotNotAvailable);
  }
  return fail(Code::kInternal);
}

Result<Offer> close_offer(StoreWrites& writes, const OfferId& id, const std::optional<PilotId>& by,
                          OfferState as, TimePoint at) {
  const auto found = writes.reads().offer(id);
  if (!found) return std::unexpected(found.error());
  auto ended = decide_offer_end(*found, by, as, at);
  if (!ended) return ended;
  const auto written = writes.end_offers({*ended});
  if (!written) return std::unexpected(written.error());
  return ended;
}

}  // namespace waycast
