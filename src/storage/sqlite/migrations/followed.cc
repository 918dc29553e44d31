#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// What each socket follows; droppedAt is null while it is open.
const char* const kFollowed = R"sql(
DROP TABLE waycast_subscriptions;
CREATE TABLE waycast_followed (
  principal TEXT NOT NULL, socket TEXT NOT NULL, bookingId TEXT NOT NULL, droppedAt TEXT,
  PRIMARY KEY (principal, socket, bookingId)) WITHOUT ROWID;
)sql";

}  // namespace waycast::sqlite::migrations
