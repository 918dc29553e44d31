#include "app/commands/command.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "app/logging.h"
#include "app/setting_checks.h"
#include "app/setting_table.h"
#include "app/wrapped.h"

namespace waycast::app {

namespace {

constexpr std::size_t kHelpWidth = 68;  // beside the column of flags, on a terminal of 100

bool obeys(const SettingNames& obeyed, const SettingRow& row) {
  return obeyed.empty() || std::ranges::find(obeyed, row.name) != obeyed.end();
}

std::string told(const SettingRow& row) {
  const std::string usual = row.show(Settings{});
  const std::string fallback = usual.empty() ? "" : ", default " + usual;
  return fmt::format("{} [{}{}]", row.help, row.variable, fallback);
}

}  // namespace

CLI::App& add_command(CLI::App& app, Invocation& invocation, const std::string& name,
                      const std::string& description, const SettingNames& obeyed) {
  auto& command = *app.add_subcommand(name, description);
  command
      .add_option("--config", invocation.config_file, "A TOML file of settings. [WAYCAST_CONFIG]")
      ->type_name("FILE");
  for (const auto& row : setting_table()) {
    if (row.is_secret || !obeys(obeyed, row)) continue;
    command
        .add_option(flag_name(row), invocation.setting_flags[row.name],
                    wrapped(told(row), kHelpWidth, "\n"))
        ->type_name("")
        ->take_last()
        ->group(row.group);
  }
  return command;
}

SettingSources sources_of(const Invocation& invocation) {
  SettingSources sources;
  sources.environment = process_environment;
  sources.environment_names = process_environment_names();
  for (const auto& [name, text] : invocation.setting_flags) {
    if (!text.empty()) sources.flags.emplace(name, text);
  }
  sources.config_file = invocation.config_file.empty() ? process_environment("WAYCAST_CONFIG")
                                                       : std::optional(invocation.config_file);
  return sources;
}

Result<LoadedSettings> settings_of(const Invocation& invocation) {
  auto loaded = load_settings(sources_of(invocation));
  if (loaded) start_logging(loaded->settings.log);
  return loaded;
}

void log_doubts(const Invocation& invocation, const LoadedSettings& loaded) {
  for (const auto& doubt : doubts(sources_of(invocation), loaded)) spdlog::warn("{}", doubt);
}

int report(const Error& error, ExitCode code) {
  fmt::print(stderr, "waycast: {}\n", error.message);
  return code;
}

}  // namespace waycast::app
