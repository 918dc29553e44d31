// Applies the sources of settings in their order: defaults, TOML file, environment, flags.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/settings.h"
#include "base/error.h"

namespace waycast::app {

struct SettingSources {
  std::map<std::string, std::string> flags;  // setting's name -> text
  std::optional<std::string> config_file;    // a TOML file
  // The value of an environment variable, nullopt if it is not set.
  std::function<std::optional<std::string>(const std::string&)> environment;
  std::vector<std::string> environment_names;  // of all that are set
};

struct LoadedSettings {
  Settings settings;
  std::map<std::string, std::string> origins;  // setting's name -> "PORT", "--port", "file.toml"
};

// ERR_1001 with one line that names the setting, where it came from and what it must be:
// `PORT: "x" must be a whole number, 0 to 65535`. The value of a secret is never repeated.
// Contradictions between settings are refused, too (setting_checks.h).
Result<LoadedSettings> load_settings(const SettingSources& sources);

// The same without looking for contradictions. An empty text counts as not set.
Result<LoadedSettings> read_settings(const SettingSources& sources);

// The process's own environment; an empty variable counts as not set.
std::optional<std::string> process_environment(const std::string& variable);
std::vector<std::string> process_environment_names();

// What `waycast config` prints: a TOML file of everything, with meanings and origins. What is
// secret, passwords in URLs among it, is not there: a comment says where it comes from.
std::string describe(const LoadedSettings& loaded);

}  // namespace waycast::app
