// The TOML file of settings: one value a key, and how a value is written.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace waycast::app {

struct TomlValue {
  enum class Type : std::uint8_t { kText, kNumber, kSwitch, kList };
  Type type = Type::kText;
  std::string text;                // of all but a list: "5000", "0.5", "true"
  std::vector<std::string> items;  // of a list
};

// ERR_1001 naming file, line and reason if it cannot be read, is not TOML, or holds a table.
Result<std::map<std::string, TomlValue>> read_toml_file(const std::string& path);

std::string toml_quoted(std::string_view text);
std::string toml_list(const std::vector<std::string>& items);  // ["a", "b"]

}  // namespace waycast::app
