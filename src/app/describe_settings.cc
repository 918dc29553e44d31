// What `waycast config` prints.
#include <fmt/format.h>

#include "app/load_settings.h"
#include "app/setting_table.h"
#include "app/setting_urls.h"
#include "app/toml_file.h"
#include "app/wrapped.h"

namespace waycast::app {

namespace {

constexpr std::string_view kHead =
    "# Settings of Waycast: each with its meaning, its value, and where the value comes from.\n"
    "# Flags win over the environment, which wins over this file, which wins over defaults.\n";

constexpr std::size_t kCommentWidth = 98;

std::string toml_value(const SettingRow& row, const Settings& settings) {
  switch (row.kind) {
    case SettingKind::kCount:
    case SettingKind::kNumber:
    case SettingKind::kSwitch:
      return row.show(settings);
    case SettingKind::kList:
      return toml_list(row.items(settings));
    case SettingKind::kText:
    case SettingKind::kTime:
      return toml_quoted(row.show(settings));
  }
  return {};
}

bool holds_password(const SettingRow& row, const Settings& settings) {
  const std::string text = row.show(settings);
  return mask_password(text) != text;
}

// A comment: a mask must not become the secret of whoever loads this.
std::string hidden_line(const SettingRow& row, const std::string& origin) {
  return fmt::format("# {} = \"********\"  # {}; not printed, because it is secret\n", row.name,
                     origin);
}

}  // namespace

std::string describe(const LoadedSettings& loaded) {
  std::string out(kHead);
  std::string group;
  for (const auto& row : setting_table()) {
    const auto found = loaded.origins.find(row.name);
    const bool is_default = found == loaded.origins.end();
    const std::string origin = is_default ? "default" : found->second;
    if (row.group != group) out += fmt::format("\n\n## {}\n", group = row.group);
    out += fmt::format("\n# {}\n", wrapped(row.help, kCommentWidth, "\n# "));
    if (row.is_secret && is_default) {
      out += fmt::format("# {} = \"\"  # not set: {}\n", row.name, row.variable);
    } else if (row.is_secret || holds_password(row, loaded.settings)) {
      out += hidden_line(row, origin);
    } else {
      out += fmt::format("{} = {}  # {}\n", row.name, toml_value(row, loaded.settings), origin);
    }
  }
  return out;
}

}  // namespace waycast::app
