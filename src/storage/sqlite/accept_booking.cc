// Exactly one winner: the conditions and the change are one transaction, and two keys (the
// booking's status, one assignment a pilot) refuse a second one whatever the callers race.
#include "storage/sqlite/rows.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

TimePoint answered_at(const AcceptRequest& request) {
  return request.answered_at.value_or(request.at);
}

}  // namespace

Result<AcceptOutcome> SqliteWrites::accept_booking(const AcceptRequest& request) {
  Result<void> done = check_offer(request);
  if (!done) return std::unexpected(done.error());
  const auto found = reads_.booking(request.booking_id);
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(Code::kBookingNotFound);
  const Booking& booking = **found;
  if (is_finished(booking.status)) return fail(Code::kAlreadyFinished);
  if (booking.status != BookingStatus::kPending) return fail(Code::kOfferAnswered);
  done = check_pilot(request);
  if (!done) return std::unexpected(done.error());
  const auto vehicle = vehicle_for(request, booking);
  if (!vehicle) return std::unexpected(vehicle.error());

  AcceptOutcome outcome;
  done = assign(request, *vehicle);
  if (done) done = close_other_offers(request, outcome);
  if (!done) return std::unexpected(done.error());
  auto change = change_of(booking.id, booking.status);
  if (!change) return std::unexpected(change.error());
  outcome.change = std::move(*change);
  return outcome;
}

Result<void> SqliteWrites::check_offer(const AcceptRequest& request) {
  if (!request.offer_id) return {};
  const auto found = reads_.offer(*request.offer_id);
  if (!found) return std::unexpected(found.error());
  const bool is_theirs = *found && (*found)->pilot_id == request.pilot_id &&
                         (*found)->booking_id == request.booking_id;
  if (!is_theirs) return fail(Code::kOfferNotFound);
  const Offer& offer = **found;
  if (offer.state == OfferState::kTimeout) return fail(Code::kOfferExpired);
  if (offer.state != OfferState::kPending) return fail(Code::kOfferAnswered);
  if (answered_at(request) >= offer.expires_at) return fail(Code::kOfferExpired);
  return {};
}

Result<void> SqliteWrites::check_pilot(const AcceptRequest& request) {
  const auto found = reads_.pilot(request.pilot_id);
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(Code::kPilotNotFound);
  const Pilot& pilot = **found;
  if (pilot.is_suspended()) return fail(Code::kSuspended);
  if (pilot.status != PilotStatus::kApproved) return fail(Code::kPilotNotApproved);
  if (!pilot.is_online && !request.by_admin) return fail(Code::kPilotNotAvailable);
  const auto busy = db_.query(
                           "SELECT EXISTS (SELECT 1 FROM bookings WHERE pilotId = ?1 AND "
                           "status NOT IN ('PENDING', 'DELIVERED', 'CANCELLED'))",
                           request.pilot_id)
                        .value<bool>();
  if (!busy) return std::unexpected(busy.error());
  if (*busy) return fail(Code::kPilotNotAvailable, "The pilot is on another booking");
  return {};
}

Result<VehicleId> SqliteWrites::vehicle_for(const AcceptRequest& request, const Booking& booking) {
  auto usable = db_.query(
                       "SELECT id FROM vehicles WHERE pilotId = ?1 AND vehicleTypeId = ?2 AND "
                       "isActive = 1 AND isVerified = 1 AND (?3 IS NULL OR id = ?3) "
                       "ORDER BY createdAt, id LIMIT 1",
                       request.pilot_id, booking.vehicle_type_id, request.vehicle_id)
                    .one([](Row& row) {
                      VehicleId id;
                      row.read(id);
                      return id;
                    });
  if (!usable) return std::unexpected(usable.error());
  if (*usable) return std::move(**usable);
  return fail(Code::kVehicleNotFound, "No active, verified vehicle of the booking's type");
}

Result<void> SqliteWrites::assign(const AcceptRequest& request, const VehicleId& vehicle) {
  const auto held = db_.run("INSERT INTO waycast_assignments VALUES (?1, ?2, ?3)", request.pilot_id,
                            request.booking_id, request.at);
  if (!held && held.error().code == Code::kDuplicate) return fail(Code::kPilotNotAvailable);
  if (!held) return std::unexpected(held.error());
  const Result<void> done =
      Steps(db_)
          .require(Code::kOfferAnswered,
                   "UPDATE bookings SET status = 'ACCEPTED', pilotId = ?2, vehicleId = ?3, "
                   "acceptedAt = ?4, updatedAt = ?4 WHERE id = ?1 AND status = 'PENDING'",
                   request.booking_id, request.pilot_id, vehicle, request.at)
          .result();
  if (!done) return done;
  return add_history(request.booking_id, BookingStatus::kAccepted, std::nullopt, request.at);
}

Result<void> SqliteWrites::close_other_offers(const AcceptRequest& request,
                                              AcceptOutcome& outcome) {
  const std::string& booking = request.booking_id.str();
  const std::string& pilot = request.pilot_id.str();
  const auto theirs = db_.query(
                             "SELECT id FROM waycast_offers WHERE bookingId = ?1 AND "
                             "pilotId = ?2 AND state = 'PENDING'",
                             booking, pilot)
                          .value<std::string>();
  if (!theirs) return std::unexpected(theirs.error());
  const auto won = close_offers("id = ?3", *theirs, OfferState::kAccepted, answered_at(request));
  if (!won) return std::unexpected(won.error());
  auto taken = close_offers("bookingId = ?3", booking, OfferState::kTaken, request.at);
  if (!taken) return std::unexpected(taken.error());
  auto withdrawn = close_offers("pilotId = ?3", pilot, OfferState::kCancelled, request.at);
  if (!withdrawn) return std::unexpected(withdrawn.error());
  outcome.taken = std::move(*taken);
  outcome.withdrawn = std::move(*withdrawn);
  return {};
}

}  // namespace waycast::sqlite
