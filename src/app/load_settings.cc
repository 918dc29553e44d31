#include "app/load_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "app/setting_table.h"
#include "app/toml_file.h"

namespace waycast::app {

namespace {

constexpr std::string_view kMask = "********";

Result<void> apply(LoadedSettings& loaded, const SettingRow& row, const std::string& text,
                   const std::string& origin) {
  const auto assigned = row.assign(loaded.settings, text);
  if (!assigned) {
    const std::string shown = row.is_secret ? std::string(kMask) : text;
    return fail(Code::kValidation,
                fmt::format("{}: \"{}\" {}", origin, shown, assigned.error().message), row.name);
  }
  loaded.origins[row.name] = origin;
  return {};
}

Result<void> apply_file(LoadedSettings& loaded, const std::string& path) {
  const auto values = read_toml_file(path);
  if (!values) return std::unexpected(values.error());
  for (const auto& [key, text] : *values) {
    const auto* row = find_setting(key);
    if (row == nullptr)
      return fail(Code::kValidation, fmt::format("{}: unknown setting \"{}\"", path, key), key);
    if (auto applied = apply(loaded, *row, text, fmt::format("{} in {}", key, path)); !applied) {
      return applied;
    }
  }
  return {};
}

Result<void> apply_environment(LoadedSettings& loaded, const SettingSources& sources) {
  for (const auto& row : setting_table()) {
    const auto text = sources.environment(row.variable);
    if (!text) continue;
    if (auto applied = apply(loaded, row, *text, row.variable); !applied) return applied;
  }
  return {};
}

Result<void> apply_flags(LoadedSettings& loaded, const SettingSources& sources) {
  for (const auto& [name, text] : sources.flags) {
    const auto* row = find_setting(name);
    if (row == nullptr) return fail(Code::kValidation, fmt::format("unknown flag {}", name), name);
    if (auto applied = apply(loaded, *row, text, flag_name(*row)); !applied) return applied;
  }
  return {};
}

Result<void> check_together(const Settings& settings) {
  const auto& tls = settings.net.tls;
  if (tls && (tls->certificate_file.empty() || tls->key_file.empty())) {
    return fail(Code::kValidation, "tls_certificate and tls_key must be set together", "tls_key");
  }
  const auto& script = settings.client_script;
  if (!script.empty() && !std::ifstream(script)) {
    return fail(Code::kValidation, fmt::format("client_script: {} cannot be read", script),
                "client_script");
  }
  return {};
}

}  // namespace

Result<LoadedSettings> load_settings(const SettingSources& sources) {
  LoadedSettings loaded;
  if (sources.config_file) {
    if (auto done = apply_file(loaded, *sources.config_file); !done)
      return std::unexpected(done.error());
  }
  if (auto done = apply_environment(loaded, sources); !done) return std::unexpected(done.error());
  if (auto done = apply_flags(loaded, sources); !done) return std::unexpected(done.error());
  if (auto done = check_together(loaded.settings); !done) return std::unexpected(done.error());
  return loaded;
}

std::optional<std::string> process_environment(const std::string& variable) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): read before there are threads, and never written
  const char* text = std::getenv(variable.c_str());
  if (text == nullptr || *text == '\0') return std::nullopt;
  return std::string(text);
}

std::string describe(const LoadedSettings& loaded) {
  std::string out;
  for (const auto& row : setting_table()) {
    const std::string value = row.show(loaded.settings);
    const bool is_masked = row.is_secret && !value.empty();
    const auto origin = loaded.origins.find(row.name);
    // A comment: the mask must not become the secret of whoever loads this.
    out += fmt::format("{}{} = {}  # {}\n", is_masked ? "# " : "", row.name,
                       toml_quoted(is_masked ? std::string(kMask) : value),
                       origin == loaded.origins.end() ? "default" : origin->second);
  }
  return out;
}

}  // namespace waycast::app
