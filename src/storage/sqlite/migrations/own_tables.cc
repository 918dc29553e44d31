#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// What the existing schema has no place for. waycast_track_*: see sqlite/track_index.h;
// waycast_position_*: sqlite/latest_positions.h. A flagged point is in tracking_history too.
const char* const kOwnTables = R"sql(
CREATE TABLE waycast_track_chunks (
  bookingId TEXT NOT NULL, chunk INTEGER NOT NULL, points BLOB NOT NULL,
  PRIMARY KEY (bookingId, chunk)) WITHOUT ROWID;
CREATE TABLE waycast_track_keys (
  bookingId TEXT NOT NULL, id TEXT NOT NULL, point BLOB, PRIMARY KEY (bookingId, id))
  WITHOUT ROWID;
CREATE TABLE waycast_track_tail (number INTEGER PRIMARY KEY, points BLOB NOT NULL);
CREATE TABLE waycast_flagged_points (id TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
CREATE TABLE waycast_track_state (
  one INTEGER PRIMARY KEY CHECK (one = 1), indexedTo TEXT NOT NULL, chunk INTEGER NOT NULL);
INSERT INTO waycast_track_state VALUES (1, '', 0);

CREATE TABLE waycast_position_log (
  number INTEGER PRIMARY KEY, pilotId TEXT NOT NULL, bookingId TEXT NOT NULL, lat REAL NOT NULL,
  lng REAL NOT NULL, recordedAt TEXT NOT NULL);
CREATE TABLE waycast_position_state (
  one INTEGER PRIMARY KEY CHECK (one = 1), writtenTo TEXT NOT NULL);
INSERT INTO waycast_position_state VALUES (1, '1970-01-01T00:00:00.000Z');

CREATE TABLE waycast_assignments (
  pilotId TEXT PRIMARY KEY NOT NULL, bookingId TEXT NOT NULL UNIQUE, createdAt TEXT NOT NULL)
  WITHOUT ROWID;

CREATE TABLE waycast_offers (
  id TEXT PRIMARY KEY NOT NULL, bookingId TEXT NOT NULL, pilotId TEXT NOT NULL,
  vehicleId TEXT NOT NULL, round INTEGER NOT NULL, pickupDistance REAL NOT NULL,
  score REAL NOT NULL, state TEXT NOT NULL, createdAt TEXT NOT NULL, expiresAt TEXT NOT NULL,
  answeredAt TEXT);
CREATE INDEX waycast_offers_of_booking ON waycast_offers (bookingId, createdAt);
CREATE INDEX waycast_offers_of_pilot ON waycast_offers (pilotId, state);
CREATE INDEX waycast_offers_pending ON waycast_offers (expiresAt) WHERE state = 'PENDING';

CREATE TABLE waycast_match_journal (
  id TEXT PRIMARY KEY NOT NULL, bookingId TEXT NOT NULL, pilotId TEXT NOT NULL,
  round INTEGER NOT NULL, distance REAL NOT NULL, positionAge REAL, score REAL, offerId TEXT,
  reason TEXT NOT NULL, answer TEXT, latency REAL, createdAt TEXT NOT NULL);
CREATE INDEX waycast_match_journal_of_booking ON waycast_match_journal (bookingId, createdAt);
CREATE INDEX waycast_match_journal_of_offer ON waycast_match_journal (offerId)
  WHERE offerId IS NOT NULL;

CREATE TABLE waycast_subscriptions (
  principal TEXT NOT NULL, bookingId TEXT NOT NULL, droppedAt TEXT NOT NULL,
  PRIMARY KEY (principal, bookingId)) WITHOUT ROWID;

CREATE TABLE waycast_idempotency (
  scope TEXT NOT NULL, key TEXT NOT NULL, answer TEXT NOT NULL, createdAt TEXT NOT NULL,
  PRIMARY KEY (scope, key)) WITHOUT ROWID;
)sql";

}  // namespace waycast::sqlite::migrations
