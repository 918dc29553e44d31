// What is done to a SQLite file while no server uses it: the commands `migrate` and `admin create`.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/error.h"
#include "tracking/entities.h"

namespace waycast {

// Brings the file at `path`, made if it does not exist, to the newest schema. Its version.
Result<int> migrate_database(const std::string& path, TimePoint now);

// Adds the admin, or replaces the password, name and role of the one with this email. True: added.
Result<bool> put_admin_account(const std::string& path, Admin admin, TimePoint now);

}  // namespace waycast
