// A token outlives what it vouches for: a suspended account is refused here (ERR_1203), as it is on
// connect. An id without a row is let through: its issuer vouches for it (docs/protocol.md,
// "Connecting").
#pragma once

#include "api/call.h"
#include "api/services.h"

namespace waycast::api {

// Goes on to `next` on the call's loop, or answers the call.
void check_account(const Services& services, const CallRef& call, Task next);

}  // namespace waycast::api
