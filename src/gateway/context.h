// What all shards of the gateway share: the modules it stands between, and the few tables that span
// shards.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "auth/jwt.h"
#include "base/clock.h"
#include "base/function.h"
#include "gateway/dropped_subscriptions.h"
#include "gateway/identity_limit.h"
#include "gateway/pilot_directory.h"
#include "gateway/recent_suspensions.h"
#include "realtime/hub.h"
#include "tracking/live/live_settings.h"
#include "tracking/live/subscription_limiter.h"
#include "tracking/ports/dispatch.h"
#include "tracking/ports/fleet_feed.h"
#include "tracking/ports/store.h"

namespace waycast::gateway {

class ShardGateway;

// Thread-safe once all shards are added and dispatch is set.
class Context {
 public:
  // All outlive the context.
  Context(realtime::Hub& hub, Store& store, const auth::Jwt& jwt, const Clock& clock,
          const LiveSettings& live_settings);
  ~Context();

  realtime::Hub& hub;
  Store& store;
  const auth::Jwt& jwt;
  const Clock& clock;
  const LiveSettings settings;
  Dispatch* dispatch = nullptr;
  FleetFeed* fleet = nullptr;

  PilotDirectory directory;
  // Who was online before the restart is being read: nobody is forgotten meanwhile, so that what
  // was read does not bring back who has gone since.
  std::atomic<bool> is_restoring{false};
  realtime::RoomIndex interest;  // shards with a BookingChannel, by booking
  DroppedSubscriptions dropped;
  RecentSuspensions suspensions;
  IdentityLimit identities;
  std::vector<std::unique_ptr<ShardGateway>> shards;  // by number

  // Runs `task(ShardGateway&)` on that shard's thread, never inside the call.
  template <class Function>
  void post(std::uint16_t shard, Function task) {
    post_task(shard, [task = std::move(task)](ShardGateway* gateway) mutable { task(*gateway); });
  }
  // The same for each shard of the set; `task` is copied.
  template <class Function>
  void post_to(realtime::ShardSet set, const Function& task) {
    for (std::uint16_t shard = 0; shard < shards.size(); ++shard) {
      if (set >> shard & 1) post(shard, task);
    }
  }
  realtime::ShardSet interested_in(const BookingId& booking) const {
    return interest.shards(kInterest, booking.str());
  }
  realtime::ShardSet all_shards() const { return (realtime::ShardSet{1} << shards.size()) - 1; }
  bool may_subscribe(const std::string& identity);

  static constexpr std::string_view kInterest = "booking";

 private:
  void post_task(std::uint16_t shard, UniqueFunction<void(ShardGateway*)> task);

  std::mutex limiter_mutex_;
  SubscriptionLimiter limiter_;
};

}  // namespace waycast::gateway
