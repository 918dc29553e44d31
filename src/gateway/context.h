// What all shards of the gateway share: the modules it stands between, and the few tables that span
// shards. It knows no shard: shards.h does.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "auth/jwt.h"
#include "base/clock.h"
#include "gateway/dropped_subscriptions.h"
#include "gateway/identity_limit.h"
#include "gateway/pilot_directory.h"
#include "realtime/hub.h"
#include "tracking/live/live_settings.h"
#include "tracking/live/subscription_limiter.h"
#include "tracking/ports/dispatch.h"
#include "tracking/ports/fleet_feed.h"
#include "tracking/ports/store.h"

namespace waycast::gateway {

class BookingFeed;

// Thread-safe once the pointers are set.
class Context {
 public:
  // All outlive the context.
  Context(realtime::Hub& hub, Store& store, const auth::Jwt& jwt, const Clock& clock,
          const LiveSettings& live_settings);

  realtime::Hub& hub;
  Store& store;
  const auth::Jwt& jwt;
  const Clock& clock;
  const LiveSettings settings;
  Dispatch* dispatch = nullptr;
  FleetFeed* fleet = nullptr;
  BookingFeed* feed = nullptr;

  PilotDirectory directory;
  // Who was online before the restart is being read: nobody is forgotten meanwhile, so that what
  // was read does not bring back who has gone since.
  std::atomic<bool> is_restoring{false};
  DroppedSubscriptions dropped;
  IdentityLimit identities;

  bool may_subscribe(const std::string& identity);

 private:
  std::mutex limiter_mutex_;
  SubscriptionLimiter limiter_;
};

}  // namespace waycast::gateway
