// A booking from creation to its end (docs/domain.md, "Booking life").
#include <cmath>

#include "storage/sqlite/rows.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

constexpr double kPilotShare = 0.8;

// The booking keeps the place as it is now, whatever becomes of the address.
constexpr std::string_view kKeepAddress =
    "INSERT INTO waycast_booking_addresses SELECT ?1, ?2, id, userId, label, address, landmark, "
    "city, state, pincode, lat, lng, isDefault, createdAt, updatedAt FROM addresses WHERE id = ?3";

double rounded_to_cents(double amount) { return std::round(amount * 100) / 100; }

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

Result<void> check_change(const Booking& booking, const StatusRequest& request) {
  // A booking is accepted for a pilot: accept_booking does it.
  const bool unassigned = request.to == BookingStatus::kAccepted && !booking.pilot_id;
  if (unassigned || !may_change(booking.status, request.to)) {
    return fail(Code::kInvalidStatusChange, "A booking cannot change from " +
                                                std::string(to_string(booking.status)) + " to " +
                                                std::string(to_string(request.to)));
  }
  return check_otp(booking, request);
}

}  // namespace

Result<BookingDetails> SqliteWrites::create_booking(const Booking& b) {
  static const std::string sql = insert("bookings", kBookingColumns);
  Steps steps(db_);
  steps.run(sql, b.id, b.booking_number, b.user_id, b.pilot_id, b.vehicle_id, b.vehicle_type_id,
            b.pickup_address_id, b.drop_address_id, b.package_type, b.package_weight,
            b.package_description, b.distance, b.base_fare, b.distance_fare, b.taxes, b.discount,
            b.total_amount, b.payment_method, b.payment_status, b.status, b.scheduled_at,
            b.accepted_at, b.picked_up_at, b.delivered_at, b.cancelled_at, b.cancel_reason,
            b.pickup_otp, b.delivery_otp, b.current, b.delivery_photo, b.created_at, b.updated_at);
  if (b.pilot_id && is_active(b.status)) {
    steps.run("INSERT INTO waycast_assignments VALUES (?1, ?2, ?3)", *b.pilot_id, b.id,
              b.updated_at);
  }
  steps.run(kKeepAddress, b.id, 0, b.pickup_address_id)
      .run(kKeepAddress, b.id, 1, b.drop_address_id);
  Result<void> done = steps.result();
  if (done) done = add_history(b.id, b.status, std::nullopt, b.created_at);
  if (!done) return std::unexpected(done.error());
  auto change = change_of(b.id, b.status);
  if (!change) return std::unexpected(change.error());
  return std::move(change->details);
}

Result<BookingChange> SqliteWrites::change_status(const StatusRequest& request) {
  const auto found = reads_.booking(request.booking_id);
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(Code::kBookingNotFound);
  const Booking& booking = **found;
  Result<void> done = check_owner(booking, request);
  if (!done) return std::unexpected(done.error());
  if (booking.status == request.to) return change_of(booking.id, booking.status);

  done = check_change(booking, request);
  if (done) done = apply_status(booking, request);
  if (!done) return std::unexpected(done.error());
  auto change = change_of(booking.id, booking.status);
  if (!change) return change;
  change->reason = request.reason;
  if (request.to == BookingStatus::kCancelled) {
    auto ended =
        close_offers("bookingId = ?3", booking.id.str(), OfferState::kCancelled, request.at);
    if (!ended) return std::unexpected(ended.error());
    change->withdrawn = std::move(*ended);
  }
  return change;
}

Result<BookingChange> SqliteWrites::change_of(const BookingId& id, BookingStatus before) {
  auto details = reads_.booking_details(id);
  if (!details) return std::unexpected(details.error());
  if (!*details) return fail(Code::kBookingNotFound);
  return BookingChange{std::move(**details), before, {}, {}};
}

Result<void> SqliteWrites::apply_status(const Booking& booking, const StatusRequest& request) {
  Steps steps(db_);
  steps.require(Code::kInvalidStatusChange,
                "UPDATE bookings SET status = ?3, updatedAt = ?4, "
                "acceptedAt = CASE ?3 WHEN 'ACCEPTED' THEN ?4 ELSE acceptedAt END, "
                "pickedUpAt = CASE ?3 WHEN 'PICKED_UP' THEN ?4 ELSE pickedUpAt END, "
                "deliveredAt = CASE ?3 WHEN 'DELIVERED' THEN ?4 ELSE deliveredAt END, "
                "cancelledAt = CASE ?3 WHEN 'CANCELLED' THEN ?4 ELSE cancelledAt END, "
                "cancelReason = CASE ?3 WHEN 'CANCELLED' THEN ?5 ELSE cancelReason END, "
                "deliveryPhoto = COALESCE(?6, deliveryPhoto), "
                "paymentStatus = CASE WHEN ?3 = 'DELIVERED' AND paymentMethod = 'CASH' "
                "THEN 'COMPLETED' ELSE paymentStatus END "
                "WHERE id = ?1 AND status = ?2",
                booking.id, booking.status, request.to, request.at, request.reason,
                request.delivery_photo);
  if (is_finished(request.to)) {
    steps.run("DELETE FROM waycast_assignments WHERE bookingId = ?1", booking.id);
  }
  Result<void> done = steps.result();
  if (done) done = add_history(booking.id, request.to, request.reason, request.at);
  if (done && request.to == BookingStatus::kDelivered) done = settle_delivery(booking, request.at);
  return done;
}

Result<void> SqliteWrites::settle_delivery(const Booking& booking, TimePoint at) {
  if (!booking.pilot_id) return {};
  const double earning = rounded_to_cents(booking.total_amount * kPilotShare);
  return Steps(db_)
      .run(
          "INSERT INTO earnings (id, pilotId, bookingId, amount, type, description, status, "
          "createdAt) VALUES (?1, ?2, ?3, ?4, 'DELIVERY', ?5, 'PENDING', ?6)",
          new_id(at), *booking.pilot_id, booking.id, earning,
          "Delivery of " + booking.booking_number, at)
      .run(
          "UPDATE pilots SET totalDeliveries = totalDeliveries + 1, "
          "totalEarnings = ROUND(totalEarnings + ?2, 2), updatedAt = ?3 WHERE id = ?1",
          *booking.pilot_id, earning, at)
      .result();
}

Result<void> SqliteWrites::add_history(const BookingId& booking, BookingStatus status,
                                       const std::optional<std::string>& note, TimePoint at) {
  const std::string id = new_id(at);
  return Steps(db_)
      .run(
          "INSERT INTO tracking_history (id, bookingId, status, note, createdAt) "
          "VALUES (?1, ?2, ?3, ?4, ?5)",
          id, booking, status, note, at)
      .run("INSERT INTO waycast_track_keys (bookingId, id) VALUES (?1, ?2)", booking, id)
      .result();
}

}  // namespace waycast::sqlite
