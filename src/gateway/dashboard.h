// The stats of `admin:dashboard` for one socket that has just joined it.
#pragma once

#include "gateway/context.h"
#include "realtime/shard_server.h"

namespace waycast::gateway {

// Emits `dashboard:stats` to the socket, if it is still there; then `done`, on the shard's thread.
// Context and server outlive the answer.
void send_stats(Context& context, realtime::ShardServer& server, realtime::SocketRef socket,
                Done<void> done);

}  // namespace waycast::gateway
