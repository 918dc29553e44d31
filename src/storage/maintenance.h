// What `waycast admin create` does to a store while no server uses it.
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "tracking/entities.h"
#include "tracking/ports/store.h"

namespace waycast {

// Adds the admin, or replaces the password, name and role of the one with this email. True: added.
Result<bool> put_admin_account(Store& store, const Admin& admin);

}  // namespace waycast
