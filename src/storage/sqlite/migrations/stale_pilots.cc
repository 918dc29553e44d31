#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// Who went offline for want of positions, and nothing else: the next position brings them back.
const char* const kStalePilots = R"sql(
CREATE TABLE waycast_stale_pilots (pilotId TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
)sql";

}  // namespace waycast::sqlite::migrations
