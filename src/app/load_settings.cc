#include "app/load_settings.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "app/nearest_word.h"
#include "app/setting_checks.h"
#include "app/setting_table.h"
#include "app/setting_urls.h"
#include "app/toml_file.h"

namespace waycast::app {

namespace {

std::string shown(const SettingRow& row, const std::string& text) {
  return row.is_secret ? "********" : mask_password(text);
}

Result<void> note(LoadedSettings& loaded, const SettingRow& row, const std::string& text,
                  const std::string& origin, const Result<void>& assigned) {
  if (!assigned) {
    return fail(Code::kValidation,
                fmt::format("{}: \"{}\" {}", origin, shown(row, text), assigned.error().message),
                row.name);
  }
  loaded.origins[row.name] = origin;
  return {};
}

Result<void> apply(LoadedSettings& loaded, const SettingRow& row, const std::string& text,
                   const std::string& origin) {
  return note(loaded, row, text, origin, row.assign(loaded.settings, text));
}

// A number is seconds where a time is meant, as it is in jsonwebtoken's options.
Result<void> apply_value(LoadedSettings& loaded, const SettingRow& row, const TomlValue& value,
                         const std::string& origin) {
  if (value.type == TomlValue::Type::kList) {
    const Result<void> assigned = row.assign_items ? row.assign_items(loaded.settings, value.items)
                                                   : fail(Code::kValidation, "must not be a list");
    return note(loaded, row, show_list(value.items), origin, assigned);
  }
  if (value.text.empty()) return {};
  const bool is_seconds = row.kind == SettingKind::kTime && value.type == TomlValue::Type::kNumber;
  return apply(loaded, row, is_seconds ? value.text + "s" : value.text, origin);
}

std::vector<std::string> setting_names() {
  std::vector<std::string> names;
  for (const auto& row : setting_table()) names.push_back(row.name);
  return names;
}

Result<void> apply_file(LoadedSettings& loaded, const std::string& path) {
  const auto values = read_toml_file(path);
  if (!values) return std::unexpected(values.error());
  for (const auto& [key, value] : *values) {
    const auto* row = find_setting(key);
    if (row == nullptr) {
      return fail(Code::kValidation,
                  fmt::format("{}: unknown setting \"{}\"{}", path, key,
                              did_you_mean(key, setting_names())),
                  key);
    }
    const auto origin = fmt::format("{} in {}", key, path);
    if (auto applied = apply_value(loaded, *row, value, origin); !applied) return applied;
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

}  // namespace

Result<LoadedSettings> read_settings(const SettingSources& sources) {
  LoadedSettings loaded;
  if (sources.config_file) {
    if (auto done = apply_file(loaded, *sources.config_file); !done)
      return std::unexpected(done.error());
  }
  if (auto done = apply_environment(loaded, sources); !done) return std::unexpected(done.error());
  if (auto done = apply_flags(loaded, sources); !done) return std::unexpected(done.error());
  return loaded;
}

Result<LoadedSettings> load_settings(const SettingSources& sources) {
  auto loaded = read_settings(sources);
  if (!loaded) return loaded;
  if (auto done = check_settings(loaded->settings); !done) return std::unexpected(done.error());
  return loaded;
}

std::optional<std::string> process_environment(const std::string& variable) {
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody writes it
  const char* text = std::getenv(variable.c_str());
  if (text == nullptr || *text == '\0') return std::nullopt;
  return std::string(text);
}

std::vector<std::string> process_environment_names() {
  std::vector<std::string> names;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto end = text.find('=');
    if (end + 1 < text.size()) names.emplace_back(text.substr(0, end));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace waycast::app
