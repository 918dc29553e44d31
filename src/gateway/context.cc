#include "gateway/context.h"

namespace waycast::gateway {

Context::Context(realtime::Hub& the_hub, Store& the_store, const auth::Jwt& the_jwt,
                 const Clock& the_clock, const LiveSettings& live_settings)
    : hub(the_hub),
      store(the_store),
      jwt(the_jwt),
      clock(the_clock),
      settings(live_settings),
      dropped(live_settings.keep_subscriptions),
      identities(live_settings.sockets_per_identity),
      limiter_(live_settings.subscriptions_per_minute) {}

bool Context::may_subscribe(const std::string& identity) {
  const std::lock_guard lock(limiter_mutex_);
  return limiter_.allow(identity, clock.steady());
}

}  // namespace waycast::gateway
