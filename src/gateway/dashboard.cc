#include "gateway/dashboard.h"

#include "gateway/event_json.h"

namespace waycast::gateway {

void send_stats(Context& context, realtime::ShardServer& server, realtime::SocketRef socket,
                Done<void> done) {
  context.dispatch->stats(server.loop(), [&context, &server, socket, done = std::move(done)](
                                             const Result<StatsCount>& count) mutable {
    if (!count) return done(std::unexpected(count.error()));
    if (realtime::Socket* admin = server.find(socket)) {
      admin->emit("dashboard:stats", stats_json({*count, context.clock.now()}));
    }
    done({});
  });
}

}  // namespace waycast::gateway
