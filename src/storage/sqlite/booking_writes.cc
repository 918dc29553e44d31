// The rows of bookings: what a decision is made on, and what it writes.
#include <fmt/format.h>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
namespace {

// The booking keeps the place as it is now, whatever becomes of the address.
const std::string& keep_address() {
  static const std::string sql = fmt::format(
      "INSERT INTO waycast_booking_addresses (bookingId, isDrop, {0}) "
      "SELECT ?1, ?2, {0} FROM addresses WHERE id = ?3",
      columns<Address>());
  return sql;
}

void put_history(Steps& steps, const HistoryEntry& entry) {
  steps.run(insert<HistoryEntry>(), all_of(entry))
      .run("INSERT INTO waycast_track_keys (bookingId, id) VALUES (?1, ?2)", entry.booking_id,
           entry.id);
}

void put_settlement(Steps& steps, const BookingWrite& rows) {
  if (rows.earning) steps.run(insert<Earning>(), all_of(*rows.earning));
  if (const auto& t = rows.totals) {
    steps.run(
        "UPDATE pilots SET totalDeliveries = ?2, totalEarnings = ?3, updatedAt = ?4 WHERE id = ?1",
        t->pilot_id, t->deliveries, t->earnings, t->at);
  }
}

}  // namespace

Result<BookingDetails> SqliteWrites::insert_booking(const BookingWrite& rows) {
  const Booking& b = rows.booking;
  Steps steps(db_);
  steps.run(insert<Booking>(), all_of(b));
  steps.run(keep_address(), b.id, 0, b.pickup_address_id)
      .run(keep_address(), b.id, 1, b.drop_address_id);
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
  static const std::string sql = update<Booking>("status");
  const auto moved = db_.run(sql, changes_of(rows.booking), rows.before);
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
