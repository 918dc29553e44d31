#include "storage/seed.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/commands/command.h"
#include "app/open_store.h"

namespace waycast::app {

namespace {

struct SeedFlags {
  int pilots = 100;
  bool simulation = false;
};

int run(const SeedFlags& flags, const Invocation& invocation) {
  const auto loaded = settings_of(invocation);
  if (!loaded) return report(loaded.error(), kUsage);
  const auto name = store_name(loaded->settings);
  if (!name) return report(name.error(), kUsage);
  const SystemClock clock;
  const auto store = open_store(loaded->settings, OpenFor::kCommand, clock);
  if (!store) return report(store.error(), kFailure);
  const auto fill = flags.simulation ? seed_simulation : seed_database;
  const auto added = fill(**store, flags.pilots, clock.now());
  if (!added) return report(added.error(), kFailure);
  fmt::print("{}: {} pilots added\n", *name, *added);
  return kSuccess;
}

}  // namespace

void add_seed(CLI::App& app, Invocation& invocation) {
  auto& command =
      add_command(app, invocation, "seed", "Fill the database with sample people", {"database"});
  auto flags = std::make_shared<SeedFlags>();
  command
      .add_option("--pilots", flags->pilots,
                  "How many pilots, each with a customer, a vehicle and a booking.")
      ->capture_default_str()
      ->check(CLI::Range(0, 999'999));
  command.add_flag("--simulation", flags->simulation,
                   "Make the accounts that `waycast simulate` plays, without bookings.");
  command.footer(
      "Pilot i is approved, has the verified vehicle i and carries the IN_TRANSIT booking i of "
      "user i:\n"
      "pilot-000000, vehicle-000000, booking-000000, user-000000 and so on; one admin-000000. Rows "
      "that\n"
      "exist are left alone. The server must not be running.\n\n"
      "  waycast seed --pilots 100\n"
      "  waycast seed --pilots 50 --simulation --database sqlite:./city.db");
  command.callback([flags, &invocation] { invocation.exit_code = run(*flags, invocation); });
}

}  // namespace waycast::app
