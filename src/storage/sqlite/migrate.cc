#include "storage/sqlite/migrate.h"

#include <fmt/format.h>

#include <array>

#include "storage/sqlite/migrations/migrations.h"

namespace waycast::sqlite {
namespace {

struct Migration {
  const char* name;
  const char* sql;
};

const std::array kMigrations{
    Migration{"initial", migrations::kInitial},
    Migration{"own_tables", migrations::kOwnTables},
    Migration{"followed", migrations::kFollowed},
    Migration{"open_work", migrations::kOpenWork},
    Migration{"stale_pilots", migrations::kStalePilots},
    Migration{"handover_attempts", migrations::kHandoverAttempts},
    Migration{"code_addresses", migrations::kCodeAddresses},
    Migration{"account_work", migrations::kAccountWork},
    Migration{"device_times", migrations::kDeviceTimes},
};

Result<void> apply(Connection& connection, int version, const Migration& migration, TimePoint now) {
  if (auto done = connection.script("BEGIN IMMEDIATE"); !done) return done;
  auto done = connection.script(migration.sql);
  if (done) {
    const auto noted = connection.run("INSERT INTO waycast_migrations VALUES (?1, ?2, ?3)", version,
                                      migration.name, now);
    if (!noted) done = std::unexpected(noted.error());
  }
  if (done) done = connection.script("COMMIT");
  if (!done && connection.in_transaction()) (void)connection.script("ROLLBACK");
  return done;
}

}  // namespace

int newest_schema_version() { return static_cast<int>(kMigrations.size()); }

Result<SchemaChange> migrate(Connection& connection, TimePoint now) {
  const auto created = connection.script(
      "CREATE TABLE IF NOT EXISTS waycast_migrations ("
      "version INTEGER PRIMARY KEY, name TEXT NOT NULL, appliedAt TEXT NOT NULL)");
  if (!created) return std::unexpected(created.error());
  const auto current = connection.query("SELECT MAX(version) FROM waycast_migrations").value<int>();
  if (!current) return std::unexpected(current.error());
  if (*current > newest_schema_version()) {
    return fail(Code::kDatabase,
                fmt::format("the database has schema version {}, this program knows only {}: "
                            "start the newer program that wrote it",
                            *current, newest_schema_version()));
  }
  for (int version = *current + 1; version <= newest_schema_version(); ++version) {
    const auto& migration = kMigrations[static_cast<std::size_t>(version) - 1];
    if (const auto done = apply(connection, version, migration, now); !done) {
      return std::unexpected(done.error());
    }
  }
  return SchemaChange{.version = newest_schema_version(),
                      .applied = newest_schema_version() - *current};
}

}  // namespace waycast::sqlite
