#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// The existing app's schema, name by name. Positions are in no index, so that writing one touches
// one page; tracking_history is ordered by its time-ordered id, so that writing appends.
const char* const kInitial = R"sql(
CREATE TABLE users (
  id TEXT PRIMARY KEY NOT NULL, phone TEXT NOT NULL UNIQUE, email TEXT, name TEXT, avatar TEXT,
  walletBalance REAL NOT NULL DEFAULT 0, isVerified INTEGER NOT NULL DEFAULT 0,
  isActive INTEGER NOT NULL DEFAULT 1, createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL);

CREATE TABLE pilots (
  id TEXT PRIMARY KEY NOT NULL, phone TEXT NOT NULL UNIQUE, email TEXT, name TEXT NOT NULL,
  avatar TEXT, dateOfBirth TEXT, gender TEXT, aadhaarNumber TEXT, licenseNumber TEXT,
  panNumber TEXT, isVerified INTEGER NOT NULL DEFAULT 0, isActive INTEGER NOT NULL DEFAULT 1,
  isOnline INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT 'PENDING', currentLat REAL,
  currentLng REAL, lastLocationAt TEXT, totalDeliveries INTEGER NOT NULL DEFAULT 0,
  rating REAL NOT NULL DEFAULT 0, totalEarnings REAL NOT NULL DEFAULT 0,
  createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL);
CREATE INDEX pilots_online ON pilots (id) WHERE isOnline = 1;

CREATE TABLE admins (
  id TEXT PRIMARY KEY NOT NULL, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL,
  name TEXT NOT NULL, role TEXT NOT NULL DEFAULT 'ADMIN', isActive INTEGER NOT NULL DEFAULT 1,
  createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL);

CREATE TABLE addresses (
  id TEXT PRIMARY KEY NOT NULL, userId TEXT NOT NULL, label TEXT NOT NULL, address TEXT NOT NULL,
  landmark TEXT, city TEXT NOT NULL, state TEXT NOT NULL, pincode TEXT NOT NULL,
  lat REAL NOT NULL, lng REAL NOT NULL, isDefault INTEGER NOT NULL DEFAULT 0,
  createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL);
CREATE INDEX addresses_owner ON addresses (userId, createdAt);

CREATE TABLE vehicle_types (
  id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, description TEXT, icon TEXT,
  maxWeight REAL NOT NULL, basePrice REAL NOT NULL, pricePerKm REAL NOT NULL,
  isActive INTEGER NOT NULL DEFAULT 1, createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL);

CREATE TABLE vehicles (
  id TEXT PRIMARY KEY NOT NULL, pilotId TEXT NOT NULL, vehicleTypeId TEXT NOT NULL,
  registrationNo TEXT UNIQUE, model TEXT, color TEXT, isActive INTEGER NOT NULL DEFAULT 1,
  isVerified INTEGER NOT NULL DEFAULT 0, createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL);
CREATE INDEX vehicles_owner ON vehicles (pilotId, createdAt);

CREATE TABLE bookings (
  id TEXT PRIMARY KEY NOT NULL, bookingNumber TEXT NOT NULL UNIQUE, userId TEXT NOT NULL,
  pilotId TEXT, vehicleId TEXT, vehicleTypeId TEXT NOT NULL, pickupAddressId TEXT NOT NULL,
  dropAddressId TEXT NOT NULL, packageType TEXT NOT NULL DEFAULT 'PARCEL', packageWeight REAL,
  packageDescription TEXT, distance REAL NOT NULL, baseFare REAL NOT NULL,
  distanceFare REAL NOT NULL, taxes REAL NOT NULL DEFAULT 0, discount REAL NOT NULL DEFAULT 0,
  totalAmount REAL NOT NULL, paymentMethod TEXT NOT NULL DEFAULT 'CASH',
  paymentStatus TEXT NOT NULL DEFAULT 'PENDING', status TEXT NOT NULL DEFAULT 'PENDING',
  scheduledAt TEXT, acceptedAt TEXT, pickedUpAt TEXT, deliveredAt TEXT, cancelledAt TEXT,
  cancelReason TEXT, pickupOtp TEXT, deliveryOtp TEXT, currentLat REAL, currentLng REAL,
  deliveryPhoto TEXT, createdAt TEXT NOT NULL, updatedAt TEXT NOT NULL);
CREATE INDEX bookings_of_user ON bookings (userId, createdAt);
CREATE INDEX bookings_of_pilot ON bookings (pilotId, createdAt);
CREATE INDEX bookings_by_time ON bookings (createdAt);
CREATE INDEX bookings_unfinished ON bookings (createdAt)
  WHERE status NOT IN ('DELIVERED', 'CANCELLED');
CREATE INDEX bookings_delivered ON bookings (deliveredAt) WHERE status = 'DELIVERED';

CREATE TABLE tracking_history (
  id TEXT PRIMARY KEY NOT NULL, bookingId TEXT NOT NULL, status TEXT NOT NULL, lat REAL, lng REAL,
  note TEXT, createdAt TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE earnings (
  id TEXT PRIMARY KEY NOT NULL, pilotId TEXT NOT NULL, bookingId TEXT, amount REAL NOT NULL,
  type TEXT NOT NULL, description TEXT, status TEXT NOT NULL DEFAULT 'PENDING',
  createdAt TEXT NOT NULL);
CREATE INDEX earnings_of_pilot ON earnings (pilotId, createdAt);

CREATE TABLE notifications (
  id TEXT PRIMARY KEY NOT NULL, userId TEXT, pilotId TEXT, title TEXT NOT NULL,
  body TEXT NOT NULL, type TEXT NOT NULL, data TEXT, isRead INTEGER NOT NULL DEFAULT 0,
  createdAt TEXT NOT NULL);
CREATE INDEX notifications_of_user ON notifications (userId, createdAt) WHERE userId IS NOT NULL;
CREATE INDEX notifications_of_pilot ON notifications (pilotId, createdAt)
  WHERE pilotId IS NOT NULL;

CREATE TABLE otps (
  id TEXT PRIMARY KEY NOT NULL, phone TEXT NOT NULL, otp TEXT NOT NULL, purpose TEXT NOT NULL,
  userId TEXT, pilotId TEXT, expiresAt TEXT NOT NULL, isUsed INTEGER NOT NULL DEFAULT 0,
  createdAt TEXT NOT NULL);
CREATE INDEX otps_of_phone ON otps (phone, purpose, createdAt);
)sql";

}  // namespace waycast::sqlite::migrations
