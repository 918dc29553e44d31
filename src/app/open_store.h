// The one place that knows which databases there are: everything else is given a Store. A second
// backend is another scheme here and in database_url.h.
#pragma once

#include <memory>
#include <string>

#include "app/settings.h"
#include "base/clock.h"
#include "base/error.h"
#include "storage/check_database.h"
#include "storage/schema_change.h"
#include "tracking/ports/store.h"

namespace waycast::app {

// A server is the only one of its database, and takes over what the one before it left; a command
// looks after rows while no server runs.
enum class OpenFor : std::uint8_t { kServer, kCommand };

// The store that settings.database names, at this program's schema. Errors carry a message for the
// operator: ERR_1001 a DATABASE_URL that makes no sense, ERR_1004 the database is locked by another
// process, which waiting can heal.
Result<std::unique_ptr<Store>> open_store(const Settings& settings, OpenFor purpose,
                                          const Clock& clock);

// How the database is called in what an operator reads, without its password; ERR_1001 for a
// DATABASE_URL that makes no sense.
Result<std::string> store_name(const Settings& settings);

// Brings the database to this program's schema.
Result<SchemaChange> migrate_store(const Settings& settings, TimePoint now);

// Looks for damage; a server may be running.
Result<DatabaseReport> check_store(const Settings& settings, CheckDepth depth);

}  // namespace waycast::app
