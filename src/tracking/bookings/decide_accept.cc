#include "tracking/bookings/decide_accept.h"

#include <algorithm>

#include "tracking/bookings/decide_offer.h"
#include "tracking/bookings/history.h"
#include "tracking/bookings/notices.h"

namespace waycast {
namespace {

TimePoint answered_at(const AcceptRequest& request) {
  return request.answered_at.value_or(request.at);
}

Result<void> check_offer(const AcceptFacts& facts, const AcceptRequest& request) {
  if (!request.offer_id) return {};
  const bool is_of_booking = facts.answered && facts.answered->booking_id == request.booking_id;
  if (!is_of_booking) return fail(Code::kOfferNotFound);
  return check_answerable(facts.answered, request.pilot_id, answered_at(request));
}

Result<void> check_booking(const AcceptFacts& facts) {
  if (!facts.details) return fail(Code::kBookingNotFound);
  const BookingStatus status = facts.details->booking.status;
  if (is_finished(status)) return fail(Code::kAlreadyFinished);
  if (status != BookingStatus::kPending) return fail(Code::kOfferAnswered);
  return {};
}

Result<void> check_pilot(const AcceptFacts& facts, const AcceptRequest& request) {
  if (!facts.pilot) return fail(Code::kPilotNotFound);
  const Pilot& pilot = *facts.pilot;
  if (pilot.is_suspended()) return fail(Code::kSuspended);
  if (pilot.status != PilotStatus::kApproved) return fail(Code::kPilotNotApproved);
  if (!pilot.is_online && !request.by_admin) return fail(Code::kPilotNotAvailable);
  if (facts.is_on_booking) {
    return fail(Code::kPilotNotAvailable, "The pilot is on another booking");
  }
  return {};
}

Result<VehicleId> choose_vehicle(const AcceptFacts& facts, const AcceptRequest& request) {
  const VehicleTypeId& type = facts.details->booking.vehicle_type_id;
  const auto fits = [&](const Vehicle& vehicle) {
    const bool is_wanted = !request.vehicle_id || vehicle.id == *request.vehicle_id;
    return is_wanted && vehicle.vehicle_type_id == type && vehicle.is_active && vehicle.is_verified;
  };
  const auto chosen = std::ranges::find_if(facts.vehicles, fits);
  if (chosen != facts.vehicles.end()) return chosen->id;
  return fail(Code::kVehicleNotFound, "No active, verified vehicle of the booking's type");
}

BookingDetails won(const AcceptFacts& facts, const VehicleId& vehicle, TimePoint at) {
  BookingDetails details = *facts.details;
  Booking& booking = details.booking;
  booking.status = BookingStatus::kAccepted;
  booking.pilot_id = facts.pilot->id;
  booking.vehicle_id = vehicle;
  booking.accepted_at = at;
  booking.updated_at = at;
  details.pilot_name = facts.pilot->name;
  details.pilot_phone = facts.pilot->phone;
  return details;
}

// Taken by another path when it was over, an offer timed out all the same.
OfferState end_of_own(const Offer& own, const AcceptRequest& request) {
  const bool is_over = !request.offer_id && answered_at(request) >= own.expires_at;
  return is_over ? OfferState::kTimeout : OfferState::kAccepted;
}

void end_offers(const AcceptFacts& facts, const AcceptRequest& request, AcceptOutcome& outcome) {
  for (const Offer& offer : facts.of_booking) {
    if (offer.pilot_id == request.pilot_id && !outcome.own) {
      outcome.own = ended_offer(offer, end_of_own(offer, request), answered_at(request));
    } else {
      outcome.taken.push_back(ended_offer(offer, OfferState::kTaken, request.at));
    }
  }
  for (const Offer& offer : facts.of_pilot) {
    outcome.withdrawn.push_back(ended_offer(offer, OfferState::kCancelled, request.at));
  }
}

// The journal explains a winner who held no offer.
std::vector<JournalEntry> explain(const AcceptOutcome& outcome, const AcceptRequest& request) {
  if (outcome.own && outcome.own->state == OfferState::kAccepted) return {};
  JournalEntry entry;
  entry.id = new_id(answered_at(request));
  entry.booking_id = request.booking_id;
  entry.pilot_id = request.pilot_id;
  entry.distance = request.place.distance;
  entry.position_age = request.place.position_age;
  entry.reason = request.by_admin ? "assigned" : "accepted_directly";
  entry.answer = OfferState::kAccepted;
  entry.created_at = answered_at(request);
  return {entry};
}

BookingWrite write_of(const AcceptOutcome& outcome, const AcceptRequest& request) {
  const Booking& booking = outcome.change.details.booking;
  BookingWrite write{.booking = booking,
                     .before = outcome.change.before,
                     .history = history_of(booking, std::nullopt, request.at),
                     .assignment = BookingWrite::Assignment::kBegins,
                     .ended_offers = outcome.taken,
                     .journal = explain(outcome, request),
                     .earning = {},
                     .totals = {},
                     .notices = outcome.change.notices};
  if (outcome.own) write.ended_offers.push_back(*outcome.own);
  write.ended_offers.insert(write.ended_offers.end(), outcome.withdrawn.begin(),
                            outcome.withdrawn.end());
  return write;
}

}  // namespace

Result<AcceptDecision> decide_accept(const AcceptFacts& facts, const AcceptRequest& request) {
  Result<void> allowed = check_offer(facts, request);
  if (allowed) allowed = check_booking(facts);
  if (allowed) allowed = check_pilot(facts, request);
  if (!allowed) return std::unexpected(allowed.error());
  const auto vehicle = choose_vehicle(facts, request);
  if (!vehicle) return std::unexpected(vehicle.error());

  AcceptOutcome outcome;
  outcome.change.details = won(facts, *vehicle, request.at);
  outcome.change.before = facts.details->booking.status;
  end_offers(facts, request, outcome);
  Maker maker;
  if (!request.by_admin) maker.pilot = request.pilot_id;
  outcome.change.notices = notices_of(outcome.change, maker, request.at);
  BookingWrite write = write_of(outcome, request);
  return AcceptDecision{std::move(outcome), std::move(write)};
}

}  // namespace waycast
