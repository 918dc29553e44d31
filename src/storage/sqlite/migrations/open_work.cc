#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// What is asked for often and is few rows of many: bookings that a pilot could take, and what has
// had its time.
const char* const kOpenWork = R"sql(
CREATE INDEX bookings_open ON bookings (vehicleTypeId, createdAt) WHERE status = 'PENDING';
CREATE INDEX otps_expiry ON otps (expiresAt);
CREATE INDEX waycast_followed_lost ON waycast_followed (droppedAt) WHERE droppedAt IS NOT NULL;
CREATE INDEX waycast_idempotency_by_time ON waycast_idempotency (createdAt);
)sql";

}  // namespace waycast::sqlite::migrations
