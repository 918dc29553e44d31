#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// Wrong handover codes by booking, step and who gave them.
const char* const kHandoverAttempts = R"sql(
CREATE TABLE waycast_handover_attempts (
  attemptKey TEXT PRIMARY KEY NOT NULL, wrong INTEGER NOT NULL, lastAt TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX waycast_handover_attempts_age ON waycast_handover_attempts (lastAt);
)sql";

}  // namespace waycast::sqlite::migrations
