#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite::migrations {

// Which addresses asked for a one-time code, and how many wrong ones each gave while it was the
// newest of its phone. Goes with the code.
const char* const kCodeAddresses = R"sql(
CREATE TABLE waycast_code_addresses (
  otpId TEXT NOT NULL, address TEXT NOT NULL, asked INTEGER NOT NULL DEFAULT 0,
  wrong INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (otpId, address)) WITHOUT ROWID;
)sql";

}  // namespace waycast::sqlite::migrations
