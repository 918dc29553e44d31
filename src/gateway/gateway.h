// Socket.IO events to and from the domain: the shards' gateways, and what the process tells them.
//
//   Gateway gateway(hub, store, jwt, clock, live_settings);
//   for (ShardServer& server : servers) gateway.add_shard(server);   // before the loops run
//   Dispatcher dispatch(..., gateway, ...);                          // gateway is its Events
//   gateway.set_dispatch(dispatch, dispatch);
//   gateway.restore_pilots();                                        // then open the listeners
//
// Outlives the loops' last tasks; destroyed before the shard servers.
#pragma once

#include <memory>
#include <vector>

#include "gateway/context.h"
#include "gateway/counters.h"
#include "gateway/owned_pilot.h"
#include "gateway/shard_feed.h"
#include "gateway/shards.h"
#include "tracking/ports/events.h"
#include "tracking/ports/live_commands.h"

namespace waycast::gateway {

class ShardGateway;

// Events come on the dispatch loop, LiveCommands from any thread.
class Gateway final : public Events, public LiveCommands {
 public:
  Gateway(realtime::Hub& hub, Store& store, const auth::Jwt& jwt, const Clock& clock,
          const LiveSettings& settings);
  ~Gateway() override;

  // Start-up, in this order; all outlive the gateway.
  void add_shard(realtime::ShardServer& server);  // in the order of their numbers
  void set_dispatch(Dispatch& dispatch, FleetFeed& fleet);
  // Only if this process is one of several: their feed, in place of that of its own shards, which
  // the other one hands over to.
  void set_feed(BookingFeed& feed) { context_.feed = &feed; }
  ShardFeed& local_feed() { return local_feed_; }
  void restore_pilots();  // those stored as online have the grace to come back

  // Of one shard; any thread.
  const Counters& counters(std::size_t shard) const;

  // Events
  void booking_created(const BookingDetails& booking) override;
  void booking_changed(const BookingChange& change, const Principal& by) override;
  void offer_made(const Offer& offer, const BookingDetails& booking) override;
  void offer_ended(const Offer& offer, OfferEnd reason) override;
  void stats_changed(const Stats& stats) override;
  void notified(const Notification& notification) override;

  // LiveCommands
  void pilot_online(const PilotId& pilot, const VehicleId& vehicle, Executor& reply_to,
                    Done<std::vector<BookingId>> done) override;
  void pilot_offline(const PilotId& pilot, Executor& reply_to, Done<void> done) override;
  void pilot_location(const PilotId& pilot, const Location& location, Executor& reply_to,
                      Done<void> done) override;
  void suspend(Role role, const std::string& id) override;

 private:
  void tell_followers(const BookingDetails& details, std::optional<std::string> reason,
                      const Principal& by);
  void run(const PilotId& pilot, PilotCommand command);
  std::uint16_t shard_of(const PilotId& pilot) const;

  Context context_;
  std::vector<std::unique_ptr<ShardGateway>> gateways_;  // of the shards, by number
  Shards shards_;
  ShardFeed local_feed_;
};

}  // namespace waycast::gateway
