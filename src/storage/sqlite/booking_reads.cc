#include <fmt/format.h>

#include "base/json_writer.h"
#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_reads.h"
#include "storage/sqlite/track_index.h"
#include "text/typed_text.h"

namespace waycast::sqlite {
namespace {

// A booking has the places it was made with; f0 and t0 are the addresses as they are now, of a
// booking that another program has written.
constexpr std::string_view kPickupJoins =
    "LEFT JOIN waycast_booking_addresses f ON f.bookingId = b.id AND f.isDrop = 0 "
    "LEFT JOIN addresses f0 ON f0.id = b.pickupAddressId";
constexpr std::string_view kOtherJoins =
    "LEFT JOIN waycast_booking_addresses t ON t.bookingId = b.id AND t.isDrop = 1 "
    "LEFT JOIN addresses t0 ON t0.id = b.dropAddressId "
    "LEFT JOIN users u ON u.id = b.userId LEFT JOIN pilots p ON p.id = b.pilotId";

// Columns of `alias`, or of `alias`0 where there is no row of `alias`.
std::string kept_or_now(std::string_view alias) {
  std::string list;
  for (const sql::Column& column : sql::columns_of<Address>()) {
    list += fmt::format("{0}iif({1}.id IS NULL, {1}0.{2}, {1}.{2})", list.empty() ? "" : ", ",
                        alias, column.name);
  }
  return list;
}

const std::string& details_columns() {
  static const std::string list =
      fmt::format("{}, {}, {}, u.name, u.phone, p.name, p.phone", columns<Booking>("b"),
                  kept_or_now("f"), kept_or_now("t"));
  return list;
}

std::string select_details(std::string_view rest) {
  return fmt::format("SELECT {} FROM bookings b {} {} {}", details_columns(), kPickupJoins,
                     kOtherJoins, rest);
}

BookingDetails read_details(Row& row) {
  BookingDetails d;
  d.booking = read<Booking>(row);
  d.pickup = read<Address>(row);
  d.drop = read<Address>(row);
  row.read(d.user_name, d.user_phone, d.pilot_name, d.pilot_phone);
  return d;
}

// Parameters: 1 user, 2 pilot, 3 from, 4 to, 5 search, 6 statuses as JSON. Which filters are there
// makes one of sixteen texts, each with the index it needs; what is in them never does.
std::string where(const BookingFilter& filter) {
  std::string sql = "WHERE b.createdAt >= COALESCE(?3, '') AND b.createdAt < COALESCE(?4, '~')";
  if (filter.user_id) sql += " AND b.userId = ?1";
  if (filter.pilot_id) sql += " AND b.pilotId = ?2";
  if (!filter.search.empty()) {
    sql += " AND substr(waycast_fold(b.bookingNumber), 1, length(?5)) = ?5";
  }
  if (!filter.statuses.empty()) sql += " AND b.status IN (SELECT value FROM json_each(?6))";
  return sql;
}

// As haversine_km() has it, from ?3, ?4 to the pickup.
constexpr std::string_view kPickupDistance =
    "12742.0 * asin(min(1, sqrt(pow(sin(radians(COALESCE(f.lat, f0.lat) - ?3) / 2), 2) + "
    "cos(radians(?3)) * cos(radians(COALESCE(f.lat, f0.lat))) * "
    "pow(sin(radians(COALESCE(f.lng, f0.lng) - ?4) / 2), 2))))";

// Parameters: 1 vehicle types as JSON, 2 scheduled until, 3 and 4 the place, 5 radius in km.
std::string open_rows(const OpenBookingFilter& filter) {
  std::string sql = fmt::format(
      "FROM bookings b {} WHERE b.status = 'PENDING' "
      "AND (b.scheduledAt IS NULL OR b.scheduledAt <= ?2)",
      kPickupJoins);
  if (!filter.vehicle_types.empty()) {
    sql += " AND b.vehicleTypeId IN (SELECT value FROM json_each(?1))";
  }
  if (filter.near) {
    constexpr std::string_view kShortestKmPerDegree = "110.5";  // of latitude
    sql += fmt::format(" AND abs(COALESCE(f.lat, f0.lat) - ?3) * {} <= ?5 AND {} <= ?5",
                       kShortestKmPerDegree, kPickupDistance);
  }
  return sql;
}

// A list as one parameter: the statement's text is the same for any.
template <class T, class Text>
std::string json_of(const std::vector<T>& values, Text text_of) {
  std::string text;
  JsonWriter json(text);
  json.begin_array();
  for (const T& value : values) json.value(text_of(value));
  json.end_array();
  return text;
}

std::string json_of(const std::vector<VehicleTypeId>& types) {
  return json_of(types, [](const VehicleTypeId& type) { return type.str(); });
}

std::string json_of(const std::vector<BookingStatus>& statuses) {
  return json_of(statuses, [](BookingStatus status) { return to_string(status); });
}

}  // namespace

// Only the rows of the page are read in full.
Result<Page<OpenBooking>> SqliteReads::open_bookings(const OpenBookingFilter& filter,
                                                     PageRequest page) {
  const std::string rows = open_rows(filter), types = json_of(filter.vehicle_types);
  const LatLng near = filter.near.value_or(LatLng{});
  const auto total =
      db_.query("SELECT COUNT(*) " + rows, types, filter.scheduled_until, near, filter.radius_km)
          .value<std::int64_t>();
  if (!total) return std::unexpected(total.error());
  const std::string chosen = fmt::format(
      "(SELECT b.id AS id, {} AS distance, b.createdAt AS createdAt {} "
      "ORDER BY distance, b.createdAt, b.id LIMIT ?6 OFFSET ?7) j",
      filter.near ? kPickupDistance : "NULL", rows);
  const std::string sql = fmt::format(
      "SELECT {}, j.distance FROM {} CROSS JOIN bookings b ON b.id = j.id {} {} "
      "ORDER BY j.distance, j.createdAt, j.id",
      details_columns(), chosen, kPickupJoins, kOtherJoins);
  auto items = db_.query(sql, types, filter.scheduled_until, near, filter.radius_km, page.limit,
                         std::int64_t{page.page - 1} * page.limit)
                   .all([](Row& row) {
                     OpenBooking open{read_details(row), {}};
                     row.read(open.pickup_distance);
                     return open;
                   });
  if (!items) return std::unexpected(items.error());
  return Page<OpenBooking>{std::move(*items), *total};
}

Result<std::optional<Booking>> SqliteReads::booking(const BookingId& id) {
  return db_.query(select<Booking>("WHERE id = ?1"), id).one(read<Booking>);
}

Result<std::optional<BookingDetails>> SqliteReads::booking_details(const BookingId& id) {
  return db_.query(select_details("WHERE b.id = ?1"), id).one(read_details);
}

Result<Page<BookingDetails>> SqliteReads::bookings(const BookingFilter& filter, PageRequest page) {
  const std::string condition = where(filter);
  const std::string statuses = json_of(filter.statuses);
  const std::string number = text::folded(text::plain(filter.search));
  const auto total = db_.query("SELECT COUNT(*) FROM bookings b " + condition, filter.user_id,
                               filter.pilot_id, filter.from, filter.to, number, statuses)
                         .value<std::int64_t>();
  if (!total) return std::unexpected(total.error());
  auto items = db_.query(select_details(condition + " ORDER BY b.createdAt DESC, b.id DESC "
                                                    "LIMIT ?7 OFFSET ?8"),
                         filter.user_id, filter.pilot_id, filter.from, filter.to, number, statuses,
                         page.limit, std::int64_t{page.page - 1} * page.limit)
                   .all(read_details);
  if (!items) return std::unexpected(items.error());
  return Page<BookingDetails>{std::move(*items), *total};
}

Result<std::vector<BookingDetails>> SqliteReads::unfinished_bookings() {
  return db_
      .query(select_details("WHERE b.status NOT IN ('DELIVERED', 'CANCELLED') "
                            "ORDER BY b.createdAt, b.id"))
      .all(read_details);
}

Result<TrackPart> SqliteReads::track_part(const BookingId& id, const TrackRange& range) {
  return read_track(db_, id, range);
}

Result<StatsCount> SqliteReads::count_stats(TimePoint today_starts, TimePoint today_ends) {
  const auto read = [](Row& row) {
    StatsCount count;
    row.read(count.active_bookings, count.pending_bookings, count.online_pilots,
             count.today_deliveries, count.today_revenue);
    return count;
  };
  auto counted =
      db_.query(
             "SELECT (SELECT COUNT(*) FROM bookings WHERE status NOT IN ('DELIVERED', 'CANCELLED') "
             "AND status <> 'PENDING'), "
             "(SELECT COUNT(*) FROM bookings WHERE status NOT IN ('DELIVERED', 'CANCELLED') "
             "AND status = 'PENDING'), "
             "(SELECT COUNT(*) FROM pilots WHERE isOnline = 1), "
             "(SELECT COUNT(*) FROM bookings WHERE status = 'DELIVERED' AND deliveredAt >= ?1 AND "
             "deliveredAt < ?2), "
             "(SELECT COALESCE(SUM(totalAmount), 0) FROM bookings "
             "WHERE status = 'DELIVERED' AND deliveredAt >= ?1 AND deliveredAt < ?2)",
             today_starts, today_ends)
          .one(read);
  if (!counted) return std::unexpected(counted.error());
  return counted->value_or(StatsCount{});
}

}  // namespace waycast::sqlite
