// Brings a database to the schema of this program, one transaction a version, recorded in
// `waycast_migrations`.
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "storage/schema_change.h"
#include "storage/sqlite/connection.h"

namespace waycast::sqlite {

// The version this program writes.
int newest_schema_version();

// Applies what is missing. Refuses a database that a newer program has migrated, with a message for
// the operator.
Result<SchemaChange> migrate(Connection& connection, TimePoint now);

}  // namespace waycast::sqlite
