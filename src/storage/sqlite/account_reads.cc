#include "storage/sqlite/rows.h"
#include "storage/sqlite/sqlite_reads.h"

namespace waycast::sqlite {
namespace {

// Parameters: 1 the phone, 2 its other form. What was written as asked comes first.
constexpr std::string_view kByPhone = "WHERE phone IN (?1, ?2) ORDER BY phone = ?1 DESC LIMIT 1";

// Parameters: 1 status, 2 isOnline, 3 search.
std::string where(const PilotFilter& filter) {
  std::string sql = "WHERE 1";
  if (filter.status) sql += " AND status = ?1";
  if (filter.is_online) sql += *filter.is_online ? " AND isOnline = 1" : " AND isOnline = 0";
  if (!filter.search.empty()) {
    sql += " AND (instr(lower(name), lower(?3)) > 0 OR instr(phone, ?3) > 0)";
  }
  return sql;
}

}  // namespace

Result<std::optional<User>> SqliteReads::user(const UserId& id) {
  return db_.query(select(kUserColumns, "users", "WHERE id = ?1"), id).one(read_user);
}

Result<std::optional<User>> SqliteReads::user_by_phone(std::string_view phone) {
  return db_.query(select(kUserColumns, "users", kByPhone), phone, other_form(phone))
      .one(read_user);
}

Result<std::optional<Pilot>> SqliteReads::pilot(const PilotId& id) {
  return db_.query(select(kPilotColumns, "pilots", "WHERE id = ?1"), id).one(read_pilot);
}

Result<std::optional<Pilot>> SqliteReads::pilot_by_phone(std::string_view phone) {
  return db_.query(select(kPilotColumns, "pilots", kByPhone), phone, other_form(phone))
      .one(read_pilot);
}

Result<Page<Pilot>> SqliteReads::pilots(const PilotFilter& filter, PageRequest page) {
  const std::string condition = where(filter);
  const auto total = db_.query("SELECT COUNT(*) FROM pilots " + condition, filter.status,
                               filter.is_online, filter.search)
                         .value<std::int64_t>();
  if (!total) return std::unexpected(total.error());
  auto items = db_.query(select(kPilotColumns, "pilots",
                                condition + " ORDER BY createdAt DESC, id DESC LIMIT ?4 OFFSET ?5"),
                         filter.status, filter.is_online, filter.search, page.limit,
                         std::int64_t{page.page - 1} * page.limit)
                   .all(read_pilot);
  if (!items) return std::unexpected(items.error());
  return Page<Pilot>{std::move(*items), *total};
}

Result<std::optional<Admin>> SqliteReads::admin(const AdminId& id) {
  return db_.query(select(kAdminColumns, "admins", "WHERE id = ?1"), id).one(read_admin);
}

Result<std::optional<Admin>> SqliteReads::admin_by_email(std::string_view email) {
  return db_.query(select(kAdminColumns, "admins", "WHERE email = ?1"), email).one(read_admin);
}

Result<std::optional<Address>> SqliteReads::address(const AddressId& id) {
  return db_.query(select(kAddressColumns, "addresses", "WHERE id = ?1"), id).one(read_address);
}

Result<std::vector<Address>> SqliteReads::addresses(const UserId& owner) {
  return db_
      .query(select(kAddressColumns, "addresses", "WHERE userId = ?1 ORDER BY createdAt, id"),
             owner)
      .all(read_address);
}

Result<std::vector<VehicleType>> SqliteReads::vehicle_types() {
  return db_.query(select(kVehicleTypeColumns, "vehicle_types", "ORDER BY basePrice, name"))
      .all(read_vehicle_type);
}

Result<std::optional<VehicleType>> SqliteReads::vehicle_type(const VehicleTypeId& id) {
  return db_.query(select(kVehicleTypeColumns, "vehicle_types", "WHERE id = ?1"), id)
      .one(read_vehicle_type);
}

Result<std::optional<Vehicle>> SqliteReads::vehicle(const VehicleId& id) {
  return db_.query(select(kVehicleColumns, "vehicles", "WHERE id = ?1"), id).one(read_vehicle);
}

Result<std::vector<Vehicle>> SqliteReads::vehicles(const PilotId& owner) {
  return db_
      .query(select(kVehicleColumns, "vehicles", "WHERE pilotId = ?1 ORDER BY createdAt, id"),
             owner)
      .all(read_vehicle);
}

Result<std::optional<Otp>> SqliteReads::latest_otp(std::string_view phone, OtpPurpose purpose) {
  return db_
      .query(select(kOtpColumns, "otps",
                    "WHERE phone IN (?1, ?2) AND purpose = ?3 "
                    "ORDER BY createdAt DESC, id DESC LIMIT 1"),
             phone, other_form(phone), purpose)
      .one(read_otp);
}

}  // namespace waycast::sqlite
