#include "app/open_store.h"

#include "app/database_url.h"
#include "storage/sqlite_store.h"

namespace waycast::app {

Result<std::unique_ptr<Store>> open_store(const Settings& settings, OpenFor purpose,
                                          const Clock& clock) {
  const auto path = sqlite_path(settings.database);
  if (!path) return std::unexpected(path.error());
  SqliteSettings sqlite = settings.sqlite;
  sqlite.path = *path;
  sqlite.begins_as_only_server = purpose == OpenFor::kServer;
  return SqliteStore::open(sqlite, clock);
}

Result<std::string> store_name(const Settings& settings) { return sqlite_path(settings.database); }

Result<SchemaChange> migrate_store(const Settings& settings, TimePoint now) {
  const auto path = sqlite_path(settings.database);
  if (!path) return std::unexpected(path.error());
  return migrate_database(*path, now);
}

Result<DatabaseReport> check_store(const Settings& settings, CheckDepth depth) {
  const auto path = sqlite_path(settings.database);
  if (!path) return std::unexpected(path.error());
  return check_database(*path, depth);
}

}  // namespace waycast::app
