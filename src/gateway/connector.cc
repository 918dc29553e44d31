#include "gateway/connector.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "gateway/answer.h"
#include "gateway/dashboard.h"
#include "gateway/event_json.h"
#include "gateway/rooms.h"
#include "gateway/shard_gateway.h"

namespace waycast::gateway {

struct Connector::Entrance {
  Principal who;
  realtime::Next next;
  SteadyTime since;  // when the store was asked, or before
};

namespace {

constexpr std::size_t kReadTogether = 32;  // so that several readers share a rush

realtime::ConnectError connect_error(std::string_view message, Code code) {
  std::string data;
  JsonWriter(data).begin_object().field("code", code_string(code)).end_object();
  return {std::string(message), std::move(data)};
}

using Snapshots = std::vector<Result<PrincipalSnapshot>>;

Result<Snapshots> read_all(StoreReads& reads, const std::vector<Principal>& principals,
                           TimePoint now, Duration keep) {
  Snapshots snapshots;
  snapshots.reserve(principals.size());
  for (const Principal& who : principals) snapshots.push_back(reads.principal(who, now, keep));
  return snapshots;
}

std::vector<BookingId> booking_rooms(const realtime::Socket& socket) {
  std::vector<BookingId> bookings;
  for (const std::string& room : socket.rooms()) {
    if (room.starts_with(kBookingPrefix)) {
      bookings.emplace_back(room.substr(kBookingPrefix.size()));
    }
  }
  return bookings;
}

void add_new(std::vector<BookingId>& to, const BookingId& id) {
  if (std::ranges::find(to, id) == to.end()) to.push_back(id);
}

void report_failure(const Result<void>& stored) {
  if (!stored) spdlog::warn("what a socket follows was not stored: {}", stored.error().message);
}

}  // namespace

Connector::Connector(Context& context, realtime::ShardServer& server, BookingChannels& channels,
                     Followers& followers, OwnedPilots& pilots, LocationFanout& fanout)
    : context_(context),
      server_(server),
      channels_(channels),
      followers_(followers),
      pilots_(pilots),
      fanout_(fanout),
      expiries_(server) {}

Connector::~Connector() = default;

void Connector::admit(realtime::Socket& socket, realtime::Next next) {
  const TimePoint now = context_.clock.now();
  auto who = context_.jwt.verify(socket.handshake()->auth_string("token"), now);
  if (!who) return next(connect_error(who.error().message, who.error().code));
  auto client = std::make_unique<Client>(Principal(*who));
  client->arrival = std::make_unique<Arrival>();
  client->arrival->token_expires = who->expires_at;
  socket.set_data(std::move(client));
  if (who->is(Role::kPilot)) pilots_.attach(who->pilot_id());
  who->name.clear();
  enqueue({*std::move(who), std::move(next), context_.clock.steady()});
}

void Connector::enqueue(Entrance entrance) {
  if (waiting_.empty()) server_.loop().post([this] { read_waiting(); });
  waiting_.push_back(std::move(entrance));
  if (waiting_.size() == kReadTogether) read_waiting();
}

// Everybody who came within a turn: a reader thread is woken once for all of them.
void Connector::read_waiting() {
  if (waiting_.empty()) return;
  std::vector<Principal> principals;
  principals.reserve(waiting_.size());
  for (const Entrance& entrance : waiting_) principals.push_back(entrance.who);
  context_.store.read(
      server_.loop(),
      [principals = std::move(principals), now = context_.clock.now(),
       keep = context_.settings.keep_subscriptions](StoreReads& reads) {
        return read_all(reads, principals, now, keep);
      },
      [this, entrances = std::exchange(waiting_, {})](Result<Snapshots> snapshots) mutable {
        for (std::size_t i = 0; i < entrances.size(); ++i) {
          entered(std::move(entrances[i]),
                  snapshots ? std::move((*snapshots)[i]) : std::unexpected(snapshots.error()));
        }
      });
}

void Connector::entered(Entrance entrance, const Result<PrincipalSnapshot>& snapshot) {
  const Principal& who = entrance.who;
  if (who.is(Role::kPilot)) pilots_.loaded(who.pilot_id(), snapshot);
  if (!snapshot) {
    return refuse(std::move(entrance), "Service unavailable", Code::kDatabase);
  }
  if (snapshot->is_suspended) {
    return refuse(std::move(entrance), "Authentication failed", Code::kSuspended);
  }
  realtime::Socket* socket = server_.find(entrance.next.socket());
  if (socket == nullptr) return refuse(std::move(entrance), {}, Code::kInternal);
  socket->join(who.key());
  if (context_.suspensions.happened_since(who.key(), entrance.since)) {
    return refuse(std::move(entrance), "Authentication failed", Code::kSuspended);
  }
  Arrival& arrival = *client_of(*socket).arrival;
  if (!socket->recover(who.key())) {
    arrival.unread = snapshot->unread;
    arrival.restored = restorable(who.key(), *snapshot);
  }
  std::vector<BookingId> bookings = arrival.restored;
  for (const Booking& active : snapshot->active_bookings) add_new(bookings, active.id);
  join_rooms(std::move(entrance), std::move(bookings));
}

void Connector::refuse(Entrance entrance, std::string_view message, Code code) {
  if (entrance.who.is(Role::kPilot)) pilots_.detach(entrance.who.pilot_id());
  entrance.next(connect_error(message, code));
}

// Each is authorised again; a refusal only means that there is nothing to join.
void Connector::join_rooms(Entrance entrance, std::vector<BookingId> bookings) {
  realtime::Socket* socket = server_.find(entrance.next.socket());
  if (bookings.empty()) return find_offers(std::move(entrance));
  struct Joining {
    Entrance entrance;
    std::vector<BookingId> bookings;
    std::size_t remaining;
  };
  const auto joining = std::make_shared<Joining>(std::move(entrance), bookings, bookings.size());
  for (const BookingId& id : bookings) {
    followers_.follow(*socket, id,
                      [this, joining, id](realtime::Socket* joined, const Result<void>& allowed) {
                        if (joined != nullptr && !allowed)
                          std::erase(client_of(*joined).arrival->restored, id);
                        if (--joining->remaining > 0) return;
                        if (joined != nullptr) return find_offers(std::move(joining->entrance));
                        for (const BookingId& left : joining->bookings) channels_.drop_unused(left);
                        refuse(std::move(joining->entrance), {}, Code::kInternal);
                      });
  }
}

// The last step: every offer that is made or ends from now on reaches the socket by its room.
void Connector::find_offers(Entrance entrance) {
  const realtime::Socket* socket = server_.find(entrance.next.socket());
  if (!entrance.who.is(Role::kPilot) || socket->recovered()) return entrance.next();
  const PilotId pilot = entrance.who.pilot_id();
  context_.dispatch->offers_of(
      pilot, server_.loop(),
      [this, entrance = std::move(entrance)](Result<Dispatch::PilotOffers> offers) mutable {
        const realtime::Socket* arriving = server_.find(entrance.next.socket());
        if (arriving == nullptr) return refuse(std::move(entrance), {}, Code::kInternal);
        if (offers) client_of(*arriving).arrival->offers = *std::move(offers);
        entrance.next();
      });
}

std::vector<BookingId> Connector::restorable(const std::string& identity,
                                             const PrincipalSnapshot& snapshot) {
  auto bookings = context_.dropped.take(identity, context_.clock.steady());
  for (const BookingId& id : snapshot.saved_subscriptions) add_new(bookings, id);
  return bookings;
}

void Connector::connected(realtime::Socket& socket) {
  Client& client = client_of(socket);
  const auto arrival = std::move(client.arrival);
  if (!arrival) return;
  if (socket.recovered()) recover(socket);
  if (arrival->token_expires) expiries_.add(socket.ref(), *arrival->token_expires);
  for (const Notification& notification : arrival->unread) {
    socket.emit("notification", notification_json(notification));
  }
  for (const auto& [offer, reason] : arrival->offers.ended) {
    socket.emit("offer:expired", offer_end_json(offer, reason));
  }
  for (const auto& [offer, booking] : arrival->offers.pending) {
    socket.emit("booking:offer", offer_json(offer, booking));
  }
  for (const BookingId& id : arrival->restored) followers_.send_snapshot(socket, id);
  if (arrival->restored.empty()) return;
  context_.store.write(
      server_.loop(),
      [who = client.principal(), id = std::string(socket.id()),
       bookings = arrival->restored](StoreWrites& writes) {
        auto taken = writes.take_subscriptions(who);
        return taken ? writes.save_subscriptions(who, id, bookings, std::nullopt) : taken;
      },
      report_failure);
}

// The client has its rooms again and was sent the events that it missed. Positions are not among
// them, and bookings may have ended meanwhile.
void Connector::recover(realtime::Socket& socket) {
  Client& client = client_of(socket);
  context_.dropped.forget(client.principal().key(), socket.id());
  for (const std::string& room : socket.rooms()) {
    if (room == kDashboardRoom) {
      send_stats(context_, server_, socket.ref(), [](const Result<void>&) {});
    } else if (room.starts_with(kWatchersPrefix) && !client.watches_locations) {
      client.watches_locations = true;
      fanout_.watcher_joined();
    }
  }
  const std::vector<BookingId> bookings = booking_rooms(socket);
  if (!bookings.empty()) save_subscriptions(socket, bookings, std::nullopt);
  for (const BookingId& id : bookings) {
    followers_.follow(socket, id, [this, id](realtime::Socket* follower, const Result<void>& may) {
      if (follower == nullptr) return;
      if (may) return followers_.send_location(*follower, id);
      follower->leave(watchers_room(id));
      channels_.leave(*follower, id);
    });
  }
}

void Connector::disconnected(realtime::Socket& socket, realtime::DisconnectReason reason) {
  const Client& client = client_of(socket);
  std::vector<BookingId> bookings = booking_rooms(socket);
  for (const BookingId& id : bookings) channels_.leave(socket, id);
  if (client.watches_locations) fanout_.watcher_left();
  if (client.role == Role::kPilot) pilots_.detach(client.pilot_id());
  if (bookings.empty()) return;
  if (realtime::is_explicit(reason)) return drop_subscriptions(socket, bookings);
  context_.dropped.add(client.principal().key(), socket.id(), bookings, context_.clock.steady());
  save_subscriptions(socket, bookings, context_.clock.now());
}

// A pilot's rooms follow from their bookings.
void Connector::save_subscriptions(const realtime::Socket& socket,
                                   const std::vector<BookingId>& bookings,
                                   std::optional<TimePoint> dropped_at) {
  const Client& client = client_of(socket);
  if (client.role == Role::kPilot) return;
  context_.store.write(
      server_.loop(),
      [who = client.principal(), id = std::string(socket.id()), bookings, dropped_at](
          StoreWrites& writes) { return writes.save_subscriptions(who, id, bookings, dropped_at); },
      report_failure);
}

void Connector::drop_subscriptions(const realtime::Socket& socket,
                                   const std::vector<BookingId>& bookings) {
  const Client& client = client_of(socket);
  if (client.role == Role::kPilot) return;
  context_.store.write(
      server_.loop(),
      [who = client.principal(), id = std::string(socket.id()), bookings](StoreWrites& writes) {
        return writes.drop_subscriptions(who, id, bookings);
      },
      report_failure);
}

void Connector::suspend(const std::string& room) {
  server_.of("/").for_each_in(room, [](realtime::Socket& socket) {
    emit_error(socket, fail(Code::kSuspended).error());
    socket.disconnect_and_close();
  });
}

}  // namespace waycast::gateway
