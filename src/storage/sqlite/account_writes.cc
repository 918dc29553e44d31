#include "storage/sqlite/entity_values.h"
#include "storage/sqlite/sqlite_writes.h"
#include "storage/sqlite/steps.h"

namespace waycast::sqlite {
Result<void> SqliteWrites::put_user(const User& user) {
  return Steps(db_).run(upsert<User>(), all_of(user)).result();
}

Result<void> SqliteWrites::put_pilot(const Pilot& pilot) {
  return Steps(db_).run(upsert<Pilot>(), all_of(pilot)).result();
}

Result<void> SqliteWrites::put_admin(const Admin& admin) {
  return Steps(db_).run(upsert<Admin>(), all_of(admin)).result();
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
  Steps steps(db_);
  if (a.is_default) {
    steps.run(
        "UPDATE addresses SET isDefault = 0, updatedAt = ?3 "
        "WHERE userId = ?1 AND id <> ?2 AND isDefault = 1",
        a.user_id, a.id, a.updated_at);
  }
  return steps.run(upsert<Address>(), all_of(a)).result();
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

Result<void> SqliteWrites::put_vehicle_type(const VehicleType& type) {
  return Steps(db_).run(upsert<VehicleType>(), all_of(type)).result();
}

Result<void> SqliteWrites::put_vehicle(const Vehicle& vehicle) {
  return Steps(db_).run(upsert<Vehicle>(), all_of(vehicle)).result();
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
