#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// What an account's own requests look for, so that none of them reads all that the account has; and
// the places of each booking as they were when it was made (isDrop 0: the pickup).
const char* const kAccountWork = R"sql(
CREATE INDEX bookings_of_pickup ON bookings (pickupAddressId);
CREATE INDEX bookings_of_drop ON bookings (dropAddressId);
CREATE INDEX bookings_of_vehicle ON bookings (vehicleId) WHERE vehicleId IS NOT NULL;
CREATE INDEX bookings_pending_of_user ON bookings (userId) WHERE status = 'PENDING';
CREATE INDEX bookings_active_of_pilot ON bookings (pilotId, createdAt)
  WHERE status NOT IN ('PENDING', 'DELIVERED', 'CANCELLED');
CREATE INDEX addresses_default ON addresses (userId) WHERE isDefault = 1;
CREATE INDEX vehicles_active ON vehicles (pilotId, isVerified DESC, createdAt, id)
  WHERE isActive = 1;
CREATE INDEX vehicles_usable ON vehicles (pilotId, vehicleTypeId, createdAt, id)
  WHERE isActive = 1 AND isVerified = 1;
CREATE INDEX notifications_unread_of_user ON notifications (userId, createdAt, id)
  WHERE isRead = 0 AND userId IS NOT NULL;
CREATE INDEX notifications_unread_of_pilot ON notifications (pilotId, createdAt, id)
  WHERE isRead = 0 AND pilotId IS NOT NULL;

CREATE INDEX waycast_offers_open_of_booking ON waycast_offers (bookingId) WHERE state = 'PENDING';

CREATE TABLE waycast_booking_addresses (
  bookingId TEXT NOT NULL, isDrop INTEGER NOT NULL, id TEXT NOT NULL, userId TEXT NOT NULL,
  label TEXT NOT NULL, address TEXT NOT NULL, landmark TEXT, city TEXT NOT NULL,
  state TEXT NOT NULL, pincode TEXT NOT NULL, lat REAL NOT NULL, lng REAL NOT NULL,
  isDefault INTEGER NOT NULL, createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL,
  PRIMARY KEY (bookingId, isDrop)) WITHOUT ROWID;
INSERT INTO waycast_booking_addresses
  SELECT b.id, 0, a.id, a.userId, a.label, a.address, a.landmark, a.city, a.state, a.pincode,
    a.lat, a.lng, a.isDefault, a.createdAt, a.updatedAt
  FROM bookings b JOIN addresses a ON a.id = b.pickupAddressId;
INSERT INTO waycast_booking_addresses
  SELECT b.id, 1, a.id, a.userId, a.label, a.address, a.landmark, a.city, a.state, a.pincode,
    a.lat, a.lng, a.isDefault, a.createdAt, a.updatedAt
  FROM bookings b JOIN addresses a ON a.id = b.dropAddressId;
)sql";

}  // namespace waycast::sqlite::migrations
