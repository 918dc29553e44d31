#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands/command.h"

namespace waycast::app {

void add_config(CLI::App& app, Invocation& invocation) {
  auto& command = add_command(app, invocation, "config",
                              "Print the settings in force and where each comes from");
  command.footer(
      "Flags win over the environment, which wins over the file, which wins over defaults.\n"
      "The output is a TOML file; secrets stay out of it: set those in the environment.\n\n"
      "  waycast config > waycast.toml      then edit it, and: waycast serve --config "
      "waycast.toml");
  command.callback([&invocation] {
    const auto loaded = settings_of(invocation);
    if (!loaded) {
      invocation.exit_code = report(loaded.error(), kUsage);
      return;
    }
    log_doubts(invocation, *loaded);
    fmt::print("{}", describe(*loaded));
  });
}

}  // namespace waycast::app
