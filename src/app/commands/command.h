// What the commands of the program share: how one is added to the command line, and how it gets its
// settings.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/load_settings.h"
#include "base/error.h"

namespace CLI {
class App;
}  // namespace CLI

namespace waycast::app {

enum ExitCode : int { kSuccess = 0, kFailure = 1, kUsage = 2 };

// What the flags of one command line said. Lives as long as the parser.
struct Invocation {
  std::string config_file;
  std::map<std::string, std::string> setting_flags;  // setting's name -> text; "" is not given
  int exit_code = kSuccess;                          // set by the command that ran
};

// The settings that a command obeys, by name. Without one: all that there are.
using SettingNames = std::vector<std::string_view>;

// Adds a subcommand with `--config FILE` and one flag for each of its settings that is no secret.
CLI::App& add_command(CLI::App& app, Invocation& invocation, const std::string& name,
                      const std::string& description, const SettingNames& obeyed = {});

SettingSources sources_of(const Invocation& invocation);

// Applies all sources and starts logging. A failure is printed as one line, and is the usage's.
Result<LoadedSettings> settings_of(const Invocation& invocation);

// For commands that obey every setting: warns of what is doubtful (setting_checks.h).
void log_doubts(const Invocation& invocation, const LoadedSettings& loaded);

// `waycast: MESSAGE` on standard error.
int report(const Error& error, ExitCode code);

// One each.
void add_serve(CLI::App& app, Invocation& invocation);
void add_migrate(CLI::App& app, Invocation& invocation);
void add_check(CLI::App& app, Invocation& invocation);
void add_seed(CLI::App& app, Invocation& invocation);
void add_token(CLI::App& app, Invocation& invocation);
void add_admin(CLI::App& app, Invocation& invocation);
void add_simulate(CLI::App& app, Invocation& invocation);
void add_config(CLI::App& app, Invocation& invocation);

}  // namespace waycast::app
