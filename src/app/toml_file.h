// The TOML file of settings, read as flat text values, so that files, variables and flags share one
// reading of each setting.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/error.h"

namespace waycast::app {

// `port = 5000` -> {"port", "5000"}; an array of strings becomes a comma separated list. ERR_1001
// naming file, line and reason if it cannot be read, is not TOML, or holds a table.
Result<std::map<std::string, std::string>> read_toml_file(const std::string& path);

std::string toml_quoted(std::string_view text);

}  // namespace waycast::app
