// What was emitted to a client while it was connecting, and whether its snapshot tells the same.
#pragma once

#include "gateway/client.h"
#include "realtime/broadcast.h"

namespace waycast::gateway {

// The notification is among the unread ones, the offer was answered for by dispatch, which is asked
// last, or the booking's status comes as a snapshot.
bool is_in_snapshot(const realtime::Emission& held, const realtime::Socket& socket,
                    const Arrival& arrival);

}  // namespace waycast::gateway
