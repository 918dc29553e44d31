// What `waycast admin create` does to a SQLite file while no server uses it.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "tracking/entities.h"

namespace waycast {

// Adds the admin, or replaces the password, name and role of the one with this email. True: added.
Result<bool> put_admin_account(const std::string& path, Admin admin, TimePoint now);

}  // namespace waycast
