// Lets sockets in, and sees them out (docs/protocol.md, "Connecting"): the token, one read of the
// store, the rooms, all before the CONNECT reply; afterwards what was kept for them.
#pragma once

#include <memory>
#include <vector>

#include "gateway/counters.h"
#include "gateway/expiry_queue.h"
#include "gateway/followed.h"
#include "gateway/followers.h"
#include "gateway/location_fanout.h"
#include "gateway/recent_suspensions.h"
#include "gateway/shard_parts.h"
#include "realtime/next.h"

namespace waycast::gateway {

// On the shard's thread.
class Connector {
 public:
  explicit Connector(ShardParts& parts);  // they outlive it
  ~Connector();

  void admit(realtime::Socket& socket, realtime::Next next);  // the middleware
  void connected(realtime::Socket& socket);
  void disconnected(realtime::Socket& socket, realtime::DisconnectReason reason);

  // What the socket follows from now on (as in followed.h), in case it or the server is lost.
  void save_subscriptions(const realtime::Socket& socket, std::vector<std::string> followed);
  void drop_subscriptions(const realtime::Socket& socket, std::vector<std::string> followed);
  // `booking:location` too, of a booking that the socket follows.
  void watch(realtime::Socket& socket, const BookingId& id);

  // The account, a Principal::key(), is suspended: its sockets of this shard are told and closed.
  void suspend(const std::string& identity);

 private:
  struct Entrance;
  void enqueue(Entrance entrance);
  void read_waiting();
  void entered(Entrance entrance, const Result<PrincipalSnapshot>& snapshot);
  void recover(realtime::Socket& socket);
  void refuse(Entrance entrance, std::string_view message, Code code);
  void take_over(Entrance entrance, std::vector<BookingId> active);
  void join_rooms(Entrance entrance, const std::vector<BookingId>& bookings);
  void joined_rooms(Entrance entrance, const std::vector<BookingId>& bookings);
  void find_offers(Entrance entrance);
  void let_in(Entrance entrance);
  void restore(realtime::Socket& socket, const Arrival& arrival);
  void send_standing(realtime::Socket& socket, const BookingId& id);
  void store_followed(const realtime::Socket& socket, std::vector<std::string> followed,
                      std::optional<TimePoint> dropped_at);

  ShardParts& parts_;
  Context& context_;
  realtime::ShardServer& server_;
  BookingChannels& channels_;
  Followers& followers_;
  OwnedPilots& pilots_;
  LocationFanout& fanout_;
  Counters& counters_;
  ExpiryQueue expiries_;
  RecentSuspensions suspensions_;
  std::vector<Entrance> waiting_;  // to be read at the end of the turn
};

}  // namespace waycast::gateway
