#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/paged.h"
#include "storage/sqlite/sqlite_reads.h"
#include "text/typed_text.h"

namespace waycast::sqlite {
namespace {

// Parameters: 1 the phone, 2 its other form. What was written as asked comes first.
constexpr std::string_view kByPhone = "WHERE phone IN (?1, ?2) ORDER BY phone = ?1 DESC LIMIT 1";

// What could be a part of a phone number, as numbers are stored; empty if it is none.
std::string phone_part(std::string_view search) {
  std::string digits = text::plain_code(search);
  std::erase_if(digits,
                [](char c) { return std::string_view("+.()").find(c) != std::string_view::npos; });
  return digits.find_first_not_of("0123456789") == std::string::npos ? digits : std::string();
}

// Parameters: 1 status, 2 isOnline, 3 search as names are folded, 4 as phones are stored.
std::string where(const PilotFilter& filter) {
  std::string sql = "WHERE 1";
  if (filter.status) sql += " AND status = ?1";
  if (filter.is_online) sql += *filter.is_online ? " AND isOnline = 1" : " AND isOnline = 0";
  if (!filter.search.empty()) {
    sql += " AND (instr(waycast_fold(name), ?3) > 0 OR (?4 <> '' AND instr(phone, ?4) > 0))";
  }
  return sql;
}

}  // namespace

std::string other_form(std::string_view phone) {
  return phone.starts_with('+') ? std::string(phone.substr(1)) : "+" + std::string(phone);
}

Result<std::optional<User>> SqliteReads::user(const UserId& id) {
  static const std::string sql = select<User>("WHERE id = ?1");
  return db_.query(sql, id).one(read<User>);
}

Result<std::optional<User>> SqliteReads::user_by_phone(std::string_view phone) {
  return db_.query(select<User>(kByPhone), phone, other_form(phone)).one(read<User>);
}

Result<std::optional<Pilot>> SqliteReads::pilot(const PilotId& id) {
  static const std::string sql = select<Pilot>("WHERE id = ?1");
  return db_.query(sql, id).one(read<Pilot>);
}

Result<std::optional<Pilot>> SqliteReads::pilot_by_phone(std::string_view phone) {
  return db_.query(select<Pilot>(kByPhone), phone, other_form(phone)).one(read<Pilot>);
}

Result<Page<Pilot>> SqliteReads::pilots(const PilotFilter& filter, PageRequest page) {
  const std::string condition = where(filter);
  const std::string name = text::folded(filter.search), phone = phone_part(filter.search);
  const auto total = db_.query("SELECT COUNT(*) FROM pilots " + condition, filter.status,
                               filter.is_online, name, phone)
                         .value<std::int64_t>();
  if (!total) return std::unexpected(total.error());
  auto items =
      db_.query(select<Pilot>(condition + " ORDER BY createdAt DESC, id DESC LIMIT ?5 OFFSET ?6"),
                filter.status, filter.is_online, name, phone, page.limit,
                std::int64_t{page.page - 1} * page.limit)
          .all(read<Pilot>);
  if (!items) return std::unexpected(items.error());
  return Page<Pilot>{std::move(*items), *total};
}

Result<std::optional<Admin>> SqliteReads::admin(const AdminId& id) {
  return db_.query(select<Admin>("WHERE id = ?1"), id).one(read<Admin>);
}

Result<std::optional<Admin>> SqliteReads::admin_by_email(std::string_view email) {
  auto exact = db_.query(select<Admin>("WHERE email = ?1"), email).one(read<Admin>);
  if (!exact || *exact) return exact;
  // Operators are few: they need no index.
  return db_
      .query(select<Admin>("WHERE waycast_fold(email) = ?1 ORDER BY createdAt, id LIMIT 1"),
             text::folded(email))
      .one(read<Admin>);
}

Result<std::optional<Address>> SqliteReads::address(const AddressId& id) {
  return db_.query(select<Address>("WHERE id = ?1"), id).one(read<Address>);
}

Result<Page<Address>> SqliteReads::addresses(const UserId& owner, PageRequest page) {
  return read_page(db_, "SELECT COUNT(*) FROM addresses WHERE userId = ?1",
                   select<Address>("WHERE userId = ?1 ORDER BY createdAt, id LIMIT ?2 OFFSET ?3"),
                   read<Address>, page, owner);
}

Result<Page<VehicleType>> SqliteReads::vehicle_types(PageRequest page) {
  return read_page(
      db_, "SELECT COUNT(*) FROM vehicle_types WHERE isActive = 1",
      select<VehicleType>("WHERE isActive = 1 ORDER BY basePrice, name LIMIT ?1 OFFSET ?2"),
      read<VehicleType>, page);
}

Result<std::optional<VehicleType>> SqliteReads::vehicle_type(const VehicleTypeId& id) {
  return db_.query(select<VehicleType>("WHERE id = ?1"), id).one(read<VehicleType>);
}

Result<std::optional<Vehicle>> SqliteReads::vehicle(const VehicleId& id) {
  return db_.query(select<Vehicle>("WHERE id = ?1"), id).one(read<Vehicle>);
}

Result<Page<Vehicle>> SqliteReads::vehicles(const PilotId& owner, PageRequest page) {
  return read_page(db_, "SELECT COUNT(*) FROM vehicles WHERE pilotId = ?1",
                   select<Vehicle>("WHERE pilotId = ?1 ORDER BY createdAt, id LIMIT ?2 OFFSET ?3"),
                   read<Vehicle>, page, owner);
}

Result<std::optional<Vehicle>> SqliteReads::first_vehicle(const PilotId& owner) {
  return db_
      .query(select<Vehicle>("WHERE pilotId = ?1 AND isActive = 1 "
                             "ORDER BY isVerified DESC, createdAt, id LIMIT 1"),
             owner)
      .one(read<Vehicle>);
}

Result<std::int64_t> SqliteReads::held(Holding what, std::string_view account,
                                       std::int64_t at_most) {
  const auto count = [&](const char* rows, const auto&... more) {
    const std::string sql = std::string("SELECT COUNT(*) FROM (SELECT 1 FROM ") + rows + ")";
    return db_.query(sql, account, at_most, more...).template value<std::int64_t>();
  };
  switch (what) {
    case Holding::kPendingBookings:
      return count("bookings WHERE userId = ?1 AND status = 'PENDING' LIMIT ?2");
    case Holding::kAddresses:
      return count("addresses WHERE userId = ?1 LIMIT ?2");
    case Holding::kVehicles:
      return count("vehicles WHERE pilotId = ?1 LIMIT ?2");
    case Holding::kRepeatKeys:  // scopes begin with the principal's key and a space
      return count("waycast_idempotency WHERE scope > ?1 || ' ' AND scope < ?1 || '!' LIMIT ?2");
  }
  return std::int64_t{0};
}

Result<std::optional<Otp>> SqliteReads::latest_otp(std::string_view phone, OtpPurpose purpose) {
  return db_
      .query(select<Otp>("WHERE phone IN (?1, ?2) AND purpose = ?3 "
                         "ORDER BY createdAt DESC, id DESC LIMIT 1"),
             phone, other_form(phone), purpose)
      .one(read<Otp>);
}

}  // namespace waycast::sqlite
