#include "tracking/bookings/decide_status.h"

#include "tracking/bookings/decide_offer.h"
#include "tracking/bookings/history.h"
#include "tracking/bookings/notices.h"
#include "tracking/bookings/settle.h"

namespace waycast {
namespace {

Result<void> check_owner(const Booking& booking, const StatusRequest& request) {
  if (request.by_pilot && booking.pilot_id != request.by_pilot) return fail(Code::kNotYours);
  if (request.by_user && booking.user_id != *request.by_user) return fail(Code::kNotYours);
  if (request.by_user && request.to != BookingStatus::kCancelled) return fail(Code::kForbidden);
  return {};
}

Result<void> check_otp(const Booking& booking, const StatusRequest& request) {
  if (!request.require_otp) return {};
  const bool at_pickup = request.to == BookingStatus::kPickedUp;
  if (!at_pickup && request.to != BookingStatus::kDelivered) return {};
  const auto& expected = at_pickup ? booking.pickup_otp : booking.delivery_otp;
  if (!request.otp) return fail(Code::kValidation, "otp is required", "otp");
  if (request.otp != expected) return fail(Code::kValidation, "otp is wrong", "otp");
  return {};
}

// A booking is accepted for a pilot: decide_accept() does it.
Result<void> check_step(const Booking& booking, const StatusRequest& request) {
  const bool is_unassigned = request.to == BookingStatus::kAccepted && !booking.pilot_id;
  if (is_unassigned || !may_change(booking.status, request.to)) {
    return no_such_step(booking.status, request.to);
  }
  return check_otp(booking, request);
}

Booking changed_row(Booking booking, const StatusRequest& request) {
  const TimePoint at = request.at;
  booking.status = request.to;
  booking.updated_at = at;
  if (request.delivery_photo) booking.delivery_photo = request.delivery_photo;
  if (request.to == BookingStatus::kAccepted) booking.accepted_at = at;
  if (request.to == BookingStatus::kPickedUp) booking.picked_up_at = at;
  if (request.to == BookingStatus::kDelivered) {
    booking.delivered_at = at;
    const bool is_paid = booking.payment_method == PaymentMethod::kCash;
    if (is_paid) booking.payment_status = PaymentStatus::kCompleted;
  }
  if (request.to == BookingStatus::kCancelled) {
    booking.cancelled_at = at;
    booking.cancel_reason = request.reason;
  }
  return booking;
}

BookingChange change_of(const BookingFacts& facts, const StatusRequest& request) {
  BookingChange change{.details = facts.details,
                       .before = facts.details.booking.status,
                       .reason = request.reason,
                       .withdrawn = {},
                       .notices = {}};
  change.details.booking = changed_row(facts.details.booking, request);
  if (request.to == BookingStatus::kCancelled) {
    for (const Offer& offer : facts.pending_offers) {
      change.withdrawn.push_back(ended_offer(offer, OfferState::kCancelled, request.at));
    }
  }
  const Maker maker{.user = request.by_user, .pilot = request.by_pilot};
  change.notices = notices_of(change, maker, request.at);
  return change;
}

BookingWrite write_of(const BookingChange& change, const BookingFacts& facts,
                      const StatusRequest& request) {
  const Booking& booking = change.details.booking;
  BookingWrite write{.booking = booking,
                     .before = change.before,
                     .history = history_of(booking, request.reason, request.at),
                     .ended_offers = change.withdrawn,
                     .journal = {},
                     .earning = {},
                     .totals = {},
                     .notices = change.notices};
  if (is_finished(booking.status)) write.assignment = BookingWrite::Assignment::kEnds;
  if (booking.status != BookingStatus::kDelivered) return write;
  if (auto settlement = settle(booking, facts.pilot, request.at)) {
    write.earning = std::move(settlement->earning);
    write.totals = std::move(settlement->totals);
  }
  return write;
}

}  // namespace

std::unexpected<Error> no_such_step(BookingStatus from, BookingStatus to) {
  return fail(Code::kInvalidStatusChange, "A booking cannot change from " +
                                              std::string(to_string(from)) + " to " +
                                              std::string(to_string(to)));
}

Result<StatusDecision> decide_status(const std::optional<BookingFacts>& facts,
                                     const StatusRequest& request) {
  if (!facts) return fail(Code::kBookingNotFound);
  const Booking& booking = facts->details.booking;
  const Result<void> owned = check_owner(booking, request);
  if (!owned) return std::unexpected(owned.error());
  if (booking.status == request.to) {
    return StatusDecision{{facts->details, booking.status, {}, {}, {}}, {}};
  }
  const Result<void> allowed = check_step(booking, request);
  if (!allowed) return std::unexpected(allowed.error());
  StatusDecision decision{change_of(*facts, request), {}};
  decision.write = write_of(decision.change, *facts, request);
  return decision;
}

}  // namespace waycast
