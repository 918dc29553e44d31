// The gateway on one shard: its parts, and which event goes to which (docs/protocol.md, "Events to
// the server").
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/booking_channels.h"
#include "gateway/connector.h"
#include "gateway/context.h"
#include "gateway/counters.h"
#include "gateway/followers.h"
#include "gateway/location_fanout.h"
#include "gateway/owned_pilots.h"
#include "gateway/pilot_commands.h"
#include "gateway/rooms.h"
#include "gateway/viewports.h"

namespace waycast::gateway {

class Answer;

// Constructed before its loop runs, then used on the loop's thread only.
class ShardGateway {
 public:
  // Registers its handlers with `server`. Both outlive it.
  ShardGateway(Context& context, realtime::ShardServer& server);

  Context& context() { return context_; }
  OwnedPilots& pilots() { return pilots_; }
  PilotCommands& commands() { return commands_; }
  BookingChannels& channels() { return channels_; }
  Followers& followers() { return followers_; }
  LocationFanout& fanout() { return fanout_; }
  Connector& connector() { return connector_; }
  Counters& counters() { return counters_; }
  Moment now() const { return Moment::of(context_.clock); }
  Loop& loop() { return server_.loop(); }
  std::uint16_t shard() const { return server_.shard(); }
  realtime::ShardServer& server() { return server_; }

 private:
  using Handler = void (ShardGateway::*)(realtime::Socket&, realtime::Event&, Answer&);
  enum class Who : std::uint8_t { kAnybody, kPilots, kAdmins };
  void on(std::string event, Who who, Handler handler);
  void register_pilot_events();
  void register_follower_events();

  void pilot_online(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void pilot_offline(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void pilot_location(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void pilot_locations(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void offer_accept(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void offer_decline(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void booking_subscribe(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void booking_unsubscribe(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void admin_subscribe(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void admin_unsubscribe(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void admin_booking_subscribe(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void admin_booking_unsubscribe(realtime::Socket& socket, realtime::Event& event, Answer& answer);
  void admin_viewport(realtime::Socket& socket, realtime::Event& event, Answer& answer);

  void went_online(const PilotId& pilot, const std::vector<BookingId>& bookings, Answer answer);
  // On every shard with sockets of the pilot but this one.
  template <class Function>
  void elsewhere(const PilotId& pilot, const Function& task) {
    const auto others = context_.hub.shards_of("/", pilot_room(pilot)) &
                        ~(realtime::ShardSet{1} << server_.shard());
    context_.post_to(others, task);
  }

  Context& context_;
  realtime::ShardServer& server_;
  realtime::Namespace& sockets_;
  Counters counters_;
  OwnedPilots pilots_;
  BookingChannels channels_;
  LocationFanout fanout_;
  PilotCommands commands_;
  Followers followers_;
  Connector connector_;
  Viewports viewports_;
};

// What a location does, once its pilot is found.
void run_locate(ShardGateway& gateway, FoundPilot pilot, const Location& location,
                PointSource source);

}  // namespace waycast::gateway
