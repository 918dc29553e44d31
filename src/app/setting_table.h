// One row per setting: its names, what it means, how text becomes a value and back. Flags, the
// environment, the TOML file, `waycast config` and `--help` all come from these rows.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/setting_values.h"
#include "app/settings.h"
#include "base/error.h"

namespace waycast::app {

// How a TOML file writes it: a string (a time, too), a number, a boolean, an array of strings.
enum class SettingKind : std::uint8_t { kText, kTime, kCount, kNumber, kSwitch, kList };

struct SettingRow {
  std::string name;      // TOML key `jwt_secret`; flag `--jwt-secret`, unless it is a secret
  std::string variable;  // environment
  std::string help;      // what it means, in sentences; told by --help and `waycast config`
  std::string group;     // the heading under which it is told: "Matching"
  bool is_secret = false;
  // ERR_1001 with what the value must be: "a port, 0 to 65535".
  std::function<Result<void>(Settings&, std::string_view)> assign;
  std::function<std::string(const Settings&)> show;  // as assign would read it
  SettingKind kind = SettingKind::kText;
  Range allowed{};                    // of a count or a number
  std::vector<std::string> examples;  // of a text that is no free text; of a choice, all
  // Of a list only: its items, which may hold the comma that separates them in a text.
  std::function<Result<void>(Settings&, const std::vector<std::string>&)> assign_items;
  std::function<std::vector<std::string>(const Settings&)> items;
};

std::string flag_name(const SettingRow& row);  // "--otp-expiry-minutes"

const std::vector<SettingRow>& setting_table();

// The row with this TOML key; null if there is none.
const SettingRow* find_setting(std::string_view name);

}  // namespace waycast::app
