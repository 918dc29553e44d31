#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/commands/command.h"
#include "app/open_store.h"

namespace waycast::app {

namespace {

void print_schema(const DatabaseReport& report) {
  const int version = report.schema_version;
  const int newest = report.newest_schema_version;
  const char* note = version == newest  ? ""
                     : version > newest ? ": a newer Waycast has migrated it"
                                        : ": `serve` or `migrate` brings it up";
  fmt::print("schema version {} of {}{}\n", version, newest, note);
}

void print_report(const std::string& path, const DatabaseReport& report) {
  fmt::print("{}\n", path);
  fmt::print("file mode {:04o}, {} bytes, write-ahead log {} bytes{}\n", report.mode, report.bytes,
             report.log_bytes, report.is_served ? "; in use by another Waycast" : "");
  if ((report.mode & 0007U) != 0) {
    fmt::print("note: everybody on this machine may read it: chmod o= {}\n", path);
  }
  if (report.schema_version > 0 || report.problems.empty()) print_schema(report);
  for (const auto& [table, rows] : report.rows) fmt::print("{:>12} {}\n", rows, table);
  for (const auto& problem : report.problems) fmt::print("problem: {}\n", problem);
  fmt::print("{}\n", report.problems.empty()
                         ? "integrity: ok"
                         : "integrity: damaged. Restore a backup, or save what can be read: "
                           "sqlite3 FILE .recover");
}

int run(bool thorough, const Invocation& invocation) {
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  const auto name = store_name(loaded->settings);
  if (!name) return report(name.error(), kUsage);
  const auto found =
      check_store(loaded->settings, thorough ? CheckDepth::kThorough : CheckDepth::kQuick);
  if (!found) return report(found.error(), kFailure);
  print_report(*name, *found);
  const bool is_usable = found->schema_version <= found->newest_schema_version;
  return found->problems.empty() && is_usable ? kSuccess : kFailure;
}

}  // namespace

void add_check(CLI::App& app, Invocation& invocation) {
  auto& command =
      add_command(app, invocation, "check",
                  "Look for damage in the database, and say what is in it", {"database"});
  auto thorough = std::make_shared<bool>(false);
  command.add_flag("--full", *thorough,
                   "Compare every index with its table, too, which takes longer.");
  command.footer(
      "Reads every page and changes nothing; the server may be running. Exits with 1 if something "
      "is wrong.\n\n"
      "  waycast check --database sqlite:/var/lib/waycast/waycast.db");
  command.callback([thorough, &invocation] { invocation.exit_code = run(*thorough, invocation); });
}

}  // namespace waycast::app
