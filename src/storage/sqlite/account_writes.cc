#include "storage/sqlite/rows.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
Result<void> SqliteWrites::put_user(const User& u) {
  static const std::string sql = upsert("users", kUserColumns);
  return Steps(db_)
      .run(sql, u.id, u.phone, u.email, u.name, u.avatar, u.wallet_balance, u.is_verified,
           u.is_active, u.created_at, u.updated_at)
      .result();
}

Result<void> SqliteWrites::put_pilot(const Pilot& p) {
  static const std::string sql = upsert("pilots", kPilotColumns, "isOnline");
  return Steps(db_)
      .run(sql, p.id, p.phone, p.email, p.name, p.avatar, p.aadhaar_number, p.license_number,
           p.pan_number, p.date_of_birth, p.gender, p.is_verified, p.is_active, p.status, p.rating,
           p.created_at, p.updated_at, p.is_online, p.current, p.last_location_at,
           p.total_deliveries, p.total_earnings)
      .result();
}

Result<void> SqliteWrites::put_admin(const Admin& a) {
  static const std::string sql = upsert("admins", kAdminColumns);
  return Steps(db_)
      .run(sql, a.id, a.email, a.password_hash, a.name, a.role, a.is_active, a.created_at,
           a.updated_at)
      .result();
}

Result<Pilot> SqliteWrites::set_pilot_status(const PilotId& id, PilotStatus status, TimePoint at) {
  const auto done =
      Steps(db_)
          .require(Code::kPilotNotFound,
                   "UPDATE pilots SET status = ?2, updatedAt = ?3 WHERE id = ?1", id, status, at)
          .result();
  if (!done) return std::unexpected(done.error());
  auto changed = reads_.pilot(id);
  if (!changed) return std::unexpected(changed.error());
  return std::move(**changed);
}

Result<User> SqliteWrites::set_user_active(const UserId& id, bool active, TimePoint at) {
  const auto done =
      Steps(db_)
          .require(Code::kUserNotFound,
                   "UPDATE users SET isActive = ?2, updatedAt = ?3 WHERE id = ?1", id, active, at)
          .result();
  if (!done) return std::unexpected(done.error());
  auto changed = reads_.user(id);
  if (!changed) return std::unexpected(changed.error());
  return std::move(**changed);
}

Result<void> SqliteWrites::put_address(const Address& a) {
  static const std::string sql = upsert("addresses", kAddressColumns);
  Steps steps(db_);
  if (a.is_default) {
    steps.run(
        "UPDATE addresses SET isDefault = 0, updatedAt = ?3 "
        "WHERE userId = ?1 AND id <> ?2 AND isDefault = 1",
        a.user_id, a.id, a.updated_at);
  }
  return steps
      .run(sql, a.id, a.user_id, a.label, a.address, a.landmark, a.city, a.state, a.pincode, a.at,
           a.is_default, a.created_at, a.updated_at)
      .result();
}

Result<void> SqliteWrites::delete_address(const AddressId& id) {
  const auto used = db_.query(
                           "SELECT EXISTS (SELECT 1 FROM bookings WHERE pickupAddressId = ?1) OR "
                           "EXISTS (SELECT 1 FROM bookings WHERE dropAddressId = ?1)",
                           id)
                        .value<bool>();
  if (!used) return std::unexpected(used.error());
  if (*used) return fail(Code::kDuplicate, "The address belongs to a booking");
  return Steps(db_)
      .require(Code::kAddressNotFound, "DELETE FROM addresses WHERE id = ?1", id)
      .result();
}

Result<void> SqliteWrites::put_vehicle_type(const VehicleType& t) {
  static const std::string sql = upsert("vehicle_types", kVehicleTypeColumns);
  return Steps(db_)
      .run(sql, t.id, t.name, t.description, t.icon, t.max_weight, t.base_price, t.price_per_km,
           t.is_active, t.created_at, t.updated_at)
      .result();
}

Result<void> SqliteWrites::put_vehicle(const Vehicle& v) {
  static const std::string sql = upsert("vehicles", kVehicleColumns);
  return Steps(db_)
      .run(sql, v.id, v.pilot_id, v.vehicle_type_id, v.registration_no, v.model, v.color,
           v.is_active, v.is_verified, v.created_at, v.updated_at)
      .result();
}

Result<void> SqliteWrites::delete_vehicle(const VehicleId& id) {
  const auto used =
      db_.query("SELECT EXISTS (SELECT 1 FROM bookings WHERE vehicleId = ?1)", id).value<bool>();
  if (!used) return std::unexpected(used.error());
  if (*used) return fail(Code::kDuplicate, "The vehicle belongs to a booking");
  return Steps(db_)
      .require(Code::kVehicleNotFound, "DELETE FROM vehicles WHERE id = ?1", id)
      .result();
}

}  // namespace waycast::sqlite
