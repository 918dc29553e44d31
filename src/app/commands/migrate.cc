#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands/command.h"
#include "app/open_store.h"

namespace waycast::app {

namespace {

int run(const Invocation& invocation) {
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  const auto name = store_name(loaded->settings);
  if (!name) return report(name.error(), kUsage);
  const auto change = migrate_store(loaded->settings, SystemClock().now());
  if (!change) return report(change.error(), kFailure);
  fmt::print("{}: schema version {}, {} migration{} applied\n", *name, change->version,
             change->applied, change->applied == 1 ? "" : "s");
  return kSuccess;
}

}  // namespace

void add_migrate(CLI::App& app, Invocation& invocation) {
  auto& command =
      add_command(app, invocation, "migrate", "Bring the database to this version", {"database"});
  command.footer(
      "`serve` and `seed` do it by themselves; this is for doing it ahead of time.\n\n"
      "  waycast migrate --database sqlite:/var/lib/waycast/waycast.db");
  command.callback([&invocation] { invocation.exit_code = run(invocation); });
}

}  // namespace waycast::app
