// The rows that tell who may have a booking.
#include <algorithm>
#include <iterator>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_writes.h"

namespace waycast::sqlite {
namespace {

Result<bool> is_on_booking(Connection& db, const PilotId& pilot) {
  return db
      .query(
          "SELECT EXISTS (SELECT 1 FROM bookings WHERE pilotId = ?1 AND "
          "status NOT IN ('PENDING', 'DELIVERED', 'CANCELLED'))",
          pilot)
      .value<bool>();
}

Result<std::vector<Vehicle>> vehicles_of(Connection& db, const PilotId& pilot) {
  static const std::string sql = select<Vehicle>("WHERE pilotId = ?1 ORDER BY createdAt, id");
  return db.query(sql, pilot).all(read<Vehicle>);
}

}  // namespace

Result<AcceptFacts> SqliteWrites::accept_facts(const AcceptRequest& request) {
  AcceptFacts facts;
  const auto take = [](auto& fact, auto found) -> Result<void> {
    if (!found) return std::unexpected(found.error());
    fact = std::move(*found);
    return {};
  };
  Result<void> done = take(facts.details, reads_.booking_details(request.booking_id));
  if (done) done = take(facts.pilot, reads_.pilot(request.pilot_id));
  if (done) done = take(facts.vehicles, vehicles_of(db_, request.pilot_id));
  if (done) done = take(facts.is_on_booking, is_on_booking(db_, request.pilot_id));
  if (done && request.offer_id) done = take(facts.answered, reads_.offer(*request.offer_id));
  if (done) {
    done = take(facts.of_booking, pending_offers("bookingId = ?1", request.booking_id.str()));
  }
  if (done) done = take(facts.of_pilot, pending_offers("pilotId = ?1", request.pilot_id.str()));
  if (!done) return std::unexpected(done.error());
  std::erase_if(facts.of_pilot, [&](const Offer& offer) {
    return offer.booking_id == request.booking_id;  // among of_booking
  });
  return facts;
}

}  // namespace waycast::sqlite
