#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// What the device said of a point that is dated otherwise: see sqlite/device_times.h.
const char* const kDeviceTimes = R"sql(
CREATE TABLE waycast_device_times (
  bookingId TEXT NOT NULL, deviceTime TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY (bookingId, deviceTime)) WITHOUT ROWID;
)sql";

}  // namespace waycast::sqlite::migrations
