#include <fmt/format.h>

#include "storage/sqlite/rows.h"
#include "storage/sqlite/sqlite_reads.h"
#include "storage/sqlite/track_index.h"

namespace waycast::sqlite {
namespace {

constexpr std::string_view kDetailsTables =
    "bookings b LEFT JOIN addresses f ON f.id = b.pickupAddressId "
    "LEFT JOIN addresses t ON t.id = b.dropAddressId "
    "LEFT JOIN users u ON u.id = b.userId LEFT JOIN pilots p ON p.id = b.pilotId";

std::string select_details(std::string_view rest) {
  const std::string columns =
      fmt::format("{}, {}, {}, u.name, u.phone, p.name, p.phone", qualified("b", kBookingColumns),
                  qualified("f", kAddressColumns), qualified("t", kAddressColumns));
  return select(columns, kDetailsTables, rest);
}

BookingDetails read_details(Row& row) {
  BookingDetails d;
  d.booking = read_booking(row);
  d.pickup = read_address(row);
  d.drop = read_address(row);
  row.read(d.user_name, d.user_phone, d.pilot_name, d.pilot_phone);
  return d;
}

// Parameters: 1 user, 2 pilot, 3 from, 4 to, 5 search.
std::string where(const BookingFilter& filter) {
  std::string sql = "WHERE 1";
  if (filter.user_id) sql += " AND b.userId = ?1";
  if (filter.pilot_id) sql += " AND b.pilotId = ?2";
  if (filter.from) sql += " AND b.createdAt >= ?3";
  if (filter.to) sql += " AND b.createdAt < ?4";
  if (!filter.search.empty()) sql += " AND substr(b.bookingNumber, 1, length(?5)) = ?5";
  std::string names;
  for (const BookingStatus status : filter.statuses) {
    names += fmt::format("{}'{}'", names.empty() ? "" : ", ", to_string(status));
  }
  if (!names.empty()) sql += fmt::format(" AND b.status IN ({})", names);
  return sql;
}

}  // namespace

Result<std::optional<Booking>> SqliteReads::booking(const BookingId& id) {
  return db_.query(select(kBookingColumns, "bookings", "WHERE id = ?1"), id).one(read_booking);
}

Result<std::optional<BookingDetails>> SqliteReads::booking_details(const BookingId& id) {
  return db_.query(select_details("WHERE b.id = ?1"), id).one(read_details);
}

Result<Page<BookingDetails>> SqliteReads::bookings(const BookingFilter& filter, PageRequest page) {
  const std::string condition = where(filter);
  const auto total = db_.query("SELECT COUNT(*) FROM bookings b " + condition, filter.user_id,
                               filter.pilot_id, filter.from, filter.to, filter.search)
                         .value<std::int64_t>();
  if (!total) return std::unexpected(total.error());
  auto items = db_.query(select_details(condition + " ORDER BY b.createdAt DESC, b.id DESC "
                                                    "LIMIT ?6 OFFSET ?7"),
                         filter.user_id, filter.pilot_id, filter.from, filter.to, filter.search,
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

Result<std::vector<HistoryEntry>> SqliteReads::track(const BookingId& id) {
  return read_track(db_, id);
}

Result<StatsCount> SqliteReads::count_stats(TimePoint today_starts) {
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
             "(SELECT COUNT(*) FROM bookings WHERE status = 'DELIVERED' AND deliveredAt >= ?1), "
             "(SELECT COALESCE(SUM(totalAmount), 0) FROM bookings "
             "WHERE status = 'DELIVERED' AND deliveredAt >= ?1)",
             today_starts)
          .one(read);
  if (!counted) return std::unexpected(counted.error());
  return counted->value_or(StatsCount{});
}

}  // namespace waycast::sqlite
