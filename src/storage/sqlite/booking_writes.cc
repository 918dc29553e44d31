// The rows of bookings: what a decision is made on, and what it writes.
#include "storage/sqlite/rows.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

// The booking keeps the place as it is now, whatever becomes of the address.
constexpr std::string_view kKeepAddress =
    "INSERT INTO waycast_booking_addresses SELECT ?1, ?2, id, userId, label, address, landmark, "
    "city, state, pincode, lat, lng, isDefault, createdAt, updatedAt FROM addresses WHERE id = ?3";

// Everything that may change but the place, which is LatestPositions' to write.
constexpr std::string_view kUpdateBooking =
    "UPDATE bookings SET status = ?3, pilotId = ?4, vehicleId = ?5, acceptedAt = ?6, "
    "pickedUpAt = ?7, deliveredAt = ?8, cancelledAt = ?9, cancelReason = ?10, deliveryPhoto = ?11, "
    "paymentStatus = ?12, updatedAt = ?13 WHERE id = ?1 AND status = ?2";

void put_history(Steps& steps, const HistoryEntry& entry) {
  steps
      .run(
          "INSERT INTO tracking_history (id, bookingId, status, note, createdAt) "
          "VALUES (?1, ?2, ?3, ?4, ?5)",
          entry.id, entry.booking_id, entry.status, entry.note, entry.created_at)
      .run("INSERT INTO waycast_track_keys (bookingId, id) VALUES (?1, ?2)", entry.booking_id,
           entry.id);
}

void put_settlement(Steps& steps, const BookingWrite& rows) {
  if (const auto& e = rows.earning) {
    steps.run(
        "INSERT INTO earnings (id, pilotId, bookingId, amount, type, description, status, "
        "createdAt) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        e->id, e->pilot_id, e->booking_id, e->amount, e->type, e->description, e->status,
        e->created_at);
  }
  if (const auto& t = rows.totals) {
    steps.run(
        "UPDATE pilots SET totalDeliveries = ?2, totalEarnings = ?3, updatedAt = ?4 WHERE id = ?1",
        t->pilot_id, t->deliveries, t->earnings, t->at);
  }
}

}  // namespace

Result<BookingDetails> SqliteWrites::insert_booking(const BookingWrite& rows) {
  static const std::string sql = insert("bookings", kBookingColumns);
  const Booking& b = rows.booking;
  Steps steps(db_);
  steps.run(sql, b.id, b.booking_number, b.user_id, b.pilot_id, b.vehicle_id, b.vehicle_type_id,
            b.pickup_address_id, b.drop_address_id, b.package_type, b.package_weight,
            b.package_description, b.distance, b.base_fare, b.distance_fare, b.taxes, b.discount,
            b.total_amount, b.payment_method, b.payment_status, b.status, b.scheduled_at,
            b.accepted_at, b.picked_up_at, b.delivered_at, b.cancelled_at, b.cancel_reason,
            b.pickup_otp, b.delivery_otp, b.current, b.delivery_photo, b.created_at, b.updated_at);
  steps.run(kKeepAddress, b.id, 0, b.pickup_address_id)
      .run(kKeepAddress, b.id, 1, b.drop_address_id);
  put_history(steps, rows.history);
  Result<void> done = steps.result();
  if (done) done = put_assignment(rows);
  if (!done) return std::unexpected(done.error());
  auto details = reads_.booking_details(b.id);
  if (!details) return std::unexpected(details.error());
  return std::move(**details);
}

Result<std::optional<BookingFacts>> SqliteWrites::booking_facts(const BookingId& id) {
  auto details = reads_.booking_details(id);
  if (!details) return std::unexpected(details.error());
  if (!*details) return std::nullopt;
  BookingFacts facts{std::move(**details), {}, {}};
  if (const auto& assigned = facts.details.booking.pilot_id) {
    auto pilot = reads_.pilot(*assigned);
    if (!pilot) return std::unexpected(pilot.error());
    facts.pilot = std::move(*pilot);
  }
  auto offers = pending_offers("bookingId = ?1", id.str());
  if (!offers) return std::unexpected(offers.error());
  facts.pending_offers = std::move(*offers);
  return facts;
}

Result<BookingWritten> SqliteWrites::write_booking(const BookingWrite& rows) {
  Result<void> done = put_assignment(rows);
  if (!done && done.error().code == Code::kDuplicate) return BookingWritten::kPilotTaken;
  if (!done) return std::unexpected(done.error());
  const Booking& b = rows.booking;
  const auto moved = db_.run(kUpdateBooking, b.id, rows.before, b.status, b.pilot_id, b.vehicle_id,
                             b.accepted_at, b.picked_up_at, b.delivered_at, b.cancelled_at,
                             b.cancel_reason, b.delivery_photo, b.payment_status, b.updated_at);
  if (!moved) return std::unexpected(moved.error());
  if (*moved == 0) return BookingWritten::kStatusMoved;
  done = put_rest(rows);
  if (!done) return std::unexpected(done.error());
  return BookingWritten::kWritten;
}

Result<void> SqliteWrites::put_assignment(const BookingWrite& rows) {
  const Booking& b = rows.booking;
  Steps steps(db_);
  switch (rows.assignment) {
    case BookingWrite::Assignment::kAsItIs:
      break;
    case BookingWrite::Assignment::kBegins:
      steps.run("INSERT INTO waycast_assignments VALUES (?1, ?2, ?3)", b.pilot_id, b.id,
                b.updated_at);
      break;
    case BookingWrite::Assignment::kEnds:
      steps.run("DELETE FROM waycast_assignments WHERE bookingId = ?1", b.id);
      break;
  }
  return steps.result();
}

Result<void> SqliteWrites::put_rest(const BookingWrite& rows) {
  Steps steps(db_);
  put_history(steps, rows.history);
  put_settlement(steps, rows);
  Result<void> done = steps.result();
  if (done) done = end_offers(rows.ended_offers);
  if (done) done = put_offers({}, rows.journal);
  for (const Notification& notice : rows.notices) {
    if (done) done = put_notification(notice);
  }
  return done;
}

}  // namespace waycast::sqlite
