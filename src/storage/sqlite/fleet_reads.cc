// What matching starts from: pilots with what it has to know of them, and the work that a server
// was at when it stopped. A handful of statements, however many pilots and bookings there are.
#include <fmt/format.h>

#include <unordered_map>

#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_reads.h"

namespace waycast::sqlite {
namespace {

// The three questions about pilots who meet a condition; ?1 is the one pilot, if it is about one.
struct FleetTexts {
  explicit FleetTexts(std::string_view pilots)
      : answers(fmt::format(
            "SELECT pilotId, COUNT(*), COUNT(CASE WHEN state = 'ACCEPTED' THEN 1 END) "
            "FROM waycast_offers WHERE pilotId {} AND state IN ('ACCEPTED', 'DECLINED', 'TIMEOUT') "
            "GROUP BY pilotId",
            pilots)),
        vehicles(select<Vehicle>(fmt::format(
            "WHERE pilotId {} AND isActive = 1 AND isVerified = 1 ORDER BY createdAt, id",
            pilots))),
        assignments(fmt::format(
            "SELECT pilotId, bookingId FROM waycast_assignments WHERE pilotId {}", pilots)) {}

  // TAKEN and CANCELLED offers were not the pilot's to answer: they do not count as received.
  std::string answers;
  std::string vehicles;
  std::string assignments;
};

const FleetTexts& of_one() {
  static const FleetTexts texts("= ?1");
  return texts;
}

const FleetTexts& of_online() {
  static const FleetTexts texts("IN (SELECT id FROM pilots WHERE isOnline = 1)");
  return texts;
}

// Pilots who are being put together, by their ids.
class Fleet {
 public:
  explicit Fleet(std::vector<Pilot> pilots) {
    pilots_.reserve(pilots.size());
    for (Pilot& pilot : pilots) {
      FleetPilot& added = pilots_.emplace_back();
      added.pilot = std::move(pilot);
      places_.emplace(added.pilot.id, pilots_.size() - 1);
    }
  }

  Result<void> add_facts(Connection& db, const FleetTexts& texts, const PilotId& one) {
    const auto answers = db.query(texts.answers, one).all([this](Row& row) {
      FleetPilot& pilot = next_of(row);
      row.read(pilot.offers_received, pilot.offers_accepted);
      return true;
    });
    if (!answers) return std::unexpected(answers.error());
    auto vehicles = db.query(texts.vehicles, one).all(read<Vehicle>);
    if (!vehicles) return std::unexpected(vehicles.error());
    for (Vehicle& vehicle : *vehicles) of(vehicle.pilot_id).vehicles.push_back(std::move(vehicle));
    const auto assignments = db.query(texts.assignments, one).all([this](Row& row) {
      FleetPilot& pilot = next_of(row);
      row.read(pilot.active_booking.emplace());
      return true;
    });
    if (!assignments) return std::unexpected(assignments.error());
    return {};
  }

  std::vector<FleetPilot> take() { return std::move(pilots_); }

 private:
  FleetPilot& of(const PilotId& id) {
    const auto place = places_.find(id);
    return place == places_.end() ? nobody_ : pilots_[place->second];
  }
  FleetPilot& next_of(Row& row) {
    PilotId id;
    row.read(id);
    return of(id);
  }

  std::vector<FleetPilot> pilots_;
  std::unordered_map<PilotId, std::size_t> places_;
  FleetPilot nobody_;  // a pilot of another moment: a reader may have begun anew
};

Result<std::vector<Offer>> offers_of_pending_bookings(Connection& db) {
  static const std::string sql = fmt::format(
      "SELECT {} FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY bookingId "
      "ORDER BY createdAt DESC, id DESC) AS age FROM waycast_offers WHERE bookingId IN "
      "(SELECT id FROM bookings WHERE status NOT IN ('DELIVERED', 'CANCELLED') "
      "AND status = 'PENDING')) WHERE age <= 1000 ORDER BY createdAt, id",
      columns<Offer>());
  return db.query(sql).all(read<Offer>);
}

}  // namespace

Result<std::vector<FleetPilot>> SqliteReads::online_pilots() {
  auto online = db_.query(select<Pilot>("WHERE isOnline = 1")).all(read<Pilot>);
  if (!online) return std::unexpected(online.error());
  Fleet fleet(std::move(*online));
  const auto done = fleet.add_facts(db_, of_online(), {});
  if (!done) return std::unexpected(done.error());
  return fleet.take();
}

Result<std::optional<FleetPilot>> SqliteReads::fleet_pilot(const PilotId& id) {
  const auto unwritten = unwritten_of(id);
  auto found = pilot(id);
  if (!found) return std::unexpected(found.error());
  if (!*found) return std::nullopt;
  Pilot& row = **found;
  if (unwritten && row.last_location_at <= unwritten->newest.recorded_at) {
    row.current = unwritten->newest.at;
    row.last_location_at = unwritten->newest.recorded_at;
  }
  Fleet fleet({std::move(row)});
  const auto done = fleet.add_facts(db_, of_one(), id);
  if (!done) return std::unexpected(done.error());
  return std::move(fleet.take().front());
}

Result<OpenWork> SqliteReads::open_work(TimePoint today_starts, TimePoint today_ends) {
  OpenWork work;
  const auto take = [](auto& part, auto found) -> Result<void> {
    if (!found) return std::unexpected(found.error());
    part = std::move(*found);
    return {};
  };
  std::vector<Offer> offers;
  Result<void> done = take(work.bookings, unfinished_bookings());
  if (done) done = take(offers, offers_of_pending_bookings(db_));
  if (done) {
    done = take(work.pending_offers,
                db_.query(select<Offer>("WHERE state = 'PENDING' ORDER BY expiresAt, id"))
                    .all(read<Offer>));
  }
  if (done) done = take(work.pilots, online_pilots());
  if (done) done = take(work.stats, count_stats(today_starts, today_ends));
  if (!done) return std::unexpected(done.error());
  for (Offer& offer : offers) work.offers[offer.booking_id].push_back(std::move(offer));
  return work;
}

}  // namespace waycast::sqlite
