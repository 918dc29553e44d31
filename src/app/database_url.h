// `DATABASE_URL` and what it leads to.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace waycast::app {

// The path in `sqlite:PATH` or `sqlite:///ABSOLUTE/PATH`. ERR_1001 with one line naming
// DATABASE_URL for anything else, a database in memory among it: every connection would have its
// own.
Result<std::string> sqlite_path(std::string_view url);

}  // namespace waycast::app
