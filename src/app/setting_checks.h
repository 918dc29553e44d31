// What settings must be together, when each is right by itself.
#pragma once

#include <string>
#include <vector>

#include "app/load_settings.h"
#include "base/error.h"

namespace waycast::app {

// ERR_1001 with one line that names both settings of a contradiction.
Result<void> check_settings(const Settings& settings);

// One line each for what is allowed and hardly meant: a variable that no setting reads, a bare
// number whose unit surprises.
std::vector<std::string> doubts(const SettingSources& sources, const LoadedSettings& loaded);

}  // namespace waycast::app
