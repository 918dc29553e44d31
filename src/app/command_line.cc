#include "app/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands/command.h"
#include "app/version.h"

namespace waycast::app {

namespace {

constexpr const char* kExamples = R"(Try it:
  waycast serve --demo                        a server with seeded people, nothing kept
  waycast token --demo --type user --id user-000000

Run it:
  export JWT_SECRET=...                       at least 32 bytes, the one your other services use
  export DATABASE_URL=sqlite:/var/lib/waycast/waycast.db
  waycast serve                               Socket.IO and REST on port 5000

Look inside:
  waycast config                              every setting, its value, where it comes from
  waycast serve --help                        every flag and environment variable)";

void add_commands(CLI::App& app, Invocation& invocation) {
  add_serve(app, invocation);
  add_migrate(app, invocation);
  add_seed(app, invocation);
  add_token(app, invocation);
  add_admin(app, invocation);
  add_simulate(app, invocation);
  add_config(app, invocation);
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("Waycast: real-time delivery tracking over Socket.IO and REST", "waycast");
  Invocation invocation;
  app.set_version_flag("--version", "waycast " + std::string(kVersion));
  app.require_subcommand(1);
  app.footer(kExamples);
  add_commands(app, invocation);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
    fmt::print(stderr, "waycast: {} (see waycast --help)\n", error.what());
    return kUsage;
  }
  return invocation.exit_code;
}

}  // namespace waycast::app
