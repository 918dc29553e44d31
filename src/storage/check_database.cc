#include "storage/check_database.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "storage/database_lock.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrate.h"

namespace waycast {
namespace {

constexpr Duration kLockWait{5'000};

std::uint64_t size_of_file(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

std::string first_column(sqlite::Row& row) {
  std::string text;
  row.read(text);
  return text;
}

Result<std::vector<std::string>> texts(sqlite::Connection& db, const std::string& sql) {
  return db.query(sql).all(first_column);
}

// SQLite names the problems as long as it can read; the first page it cannot read ends that.
void check_pages(sqlite::Connection& db, CheckDepth depth, DatabaseReport& report) {
  const char* pragma = depth == CheckDepth::kQuick ? "quick_check" : "integrity_check";
  const auto found = texts(db, fmt::format("PRAGMA {}(20)", pragma));
  if (!found) {
    report.problems.push_back(db.last_problem());
    return;
  }
  for (const auto& line : *found) {
    if (line != "ok") report.problems.push_back(line);
  }
}

void count_rows(sqlite::Connection& db, DatabaseReport& report) {
  const auto tables = texts(db,
                            "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                            "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
  if (!tables) {
    report.problems.push_back(db.last_problem());
    return;
  }
  for (const auto& table : *tables) {
    const auto rows =
        db.query(fmt::format("SELECT count(*) FROM \"{}\"", table)).value<std::int64_t>();
    if (rows) {
      report.rows.emplace_back(table, *rows);
    } else {
      report.problems.push_back(fmt::format("table {} cannot be read", table));
    }
  }
}

int schema_version_of(sqlite::Connection& db) {
  const auto is_there =
      db.query("SELECT count(*) FROM sqlite_master WHERE name = 'waycast_migrations'").value<int>();
  if (!is_there || *is_there == 0) return 0;
  return db.query("SELECT MAX(version) FROM waycast_migrations").value<int>().value_or(0);
}

}  // namespace

Result<DatabaseReport> check_database(const std::string& path, CheckDepth depth) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return fail(Code::kDatabase,
                fmt::format("database {}: {}", path, std::generic_category().message(errno)));
  }
  DatabaseReport report;
  report.mode = status.st_mode & 07777U;
  report.bytes = static_cast<std::uint64_t>(status.st_size);
  report.log_bytes = size_of_file(path + "-wal");
  report.is_served = DatabaseLock::is_held(path);
  report.newest_schema_version = sqlite::newest_schema_version();
  auto db = sqlite::Connection::open(path, sqlite::OpenMode::kReadOnly, kLockWait);
  if (!db) return std::unexpected(db.error());
  (*db)->log_failures(false);
  if (const auto readable = (*db)->query("PRAGMA schema_version").value<int>(); !readable) {
    if (!(*db)->is_damaged()) return (*db)->explained(readable.error());
    report.problems.push_back((*db)->last_problem());
    return report;
  }
  report.schema_version = schema_version_of(**db);
  check_pages(**db, depth, report);
  count_rows(**db, report);
  return report;
}

}  // namespace waycast
