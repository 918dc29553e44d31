#include "gateway/connector.h"

#include <algorithm>
#include <utility>

#include "base/json_writer.h"
#include "base/when_all.h"
#include "gateway/answer.h"
#include "gateway/dashboard.h"
#include "gateway/event_json.h"
#include "gateway/followed.h"
#include "gateway/held_events.h"
#include "gateway/rooms.h"
#include "gateway/silent_sockets.h"
#include "tracking/json/offer_json.h"

namespace waycast::gateway {

struct Connector::Entrance {
  Principal who;
  realtime::Next next;
  SteadyTime since;                   // when the store was asked, or before
  std::vector<std::string> followed;  // by its identity's lost and silent sockets
};

namespace {

constexpr std::size_t kReadTogether = 32;  // so that several readers share a rush

realtime::ConnectError connect_error(std::string_view message, Code code) {
  std::string data;
  JsonWriter(data).begin_object().field("code", code_string(code)).end_object();
  return {std::string(message), std::move(data)};
}

Result<Principal> identify(const Context& context, const realtime::Handshake& handshake) {
  if (handshake.auth_is_mistyped("token")) {
    return fail(Code::kTokenInvalid, "Authentication failed");
  }
  return context.jwt.verify(handshake.auth_string("token"), context.clock.now());
}

template <class T>
void append_new(std::vector<T>& to, const std::vector<T>& more) {
  for (const T& one : more) {
    if (std::ranges::find(to, one) == to.end()) to.push_back(one);
  }
}

}  // namespace

Connector::Connector(ShardParts& parts)
    : parts_(parts),
      context_(parts.context),
      server_(parts.server),
      channels_(parts.channels),
      followers_(parts.followers),
      pilots_(parts.pilots),
      fanout_(parts.fanout),
      counters_(parts.counters),
      expiries_(parts.server) {}

Connector::~Connector() = default;

void Connector::admit(realtime::Socket& socket, realtime::Next next) {
  auto who = identify(context_, *socket.handshake());
  if (!who) return next(connect_error(who.error().message, who.error().code));
  if (!context_.identities.enter(*who)) {
    counters_.sockets_refused.add();
    return next(connect_error("Too many connections", Code::kRateLimit));
  }
  auto client = std::make_unique<Client>(Principal(*who));
  client->arrival = std::make_unique<Arrival>();
  client->arrival->token_expires = who->expires_at;
  socket.set_data(std::move(client));
  if (who->is(Role::kPilot)) pilots_.attach(who->pilot_id());
  who->name.clear();
  // Before the store is read: what is emitted to the identity from now on is held for the socket.
  const std::string identity = who->key();
  socket.join(identity);
  // A socket that goes meanwhile is read for all the same: whoever else waits for a pilot's state
  // waits for this read (OwnedPilots::attach). entered() refuses it.
  socket.reclaim(
      identity,
      [this, entrance = Entrance{*std::move(who), std::move(next), context_.clock.steady(), {}}](
          realtime::Socket*) mutable { enqueue(std::move(entrance)); });
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
        return reads.principals(principals, now, keep);
      },
      [this, entrances = std::exchange(waiting_, {})](
          Result<std::vector<PrincipalSnapshot>> snapshots) mutable {
        for (std::size_t i = 0; i < entrances.size(); ++i) {
          entered(std::move(entrances[i]),
                  snapshots ? Result<PrincipalSnapshot>(std::move((*snapshots)[i]))
                            : std::unexpected(snapshots.error()));
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
  std::vector<BookingId> active;
  for (const Booking& booking : snapshot->active_bookings) active.push_back(booking.id);
  if (socket->recover(who.key())) return join_rooms(std::move(entrance), active);
  client_of(*socket).arrival->unread = snapshot->unread;
  entrance.followed = context_.dropped.take(who.key(), context_.clock.steady());
  append_new(entrance.followed, snapshot->saved_subscriptions);
  take_over(std::move(entrance), std::move(active));
}

// A lost connection of the same client may still count as open.
void Connector::take_over(Entrance entrance, std::vector<BookingId> active) {
  const std::string identity = entrance.who.key();
  take_over_silent(parts_, identity,
                   [this, entrance = std::move(entrance),
                    active = std::move(active)](const TakenOver& silent) mutable {
                     append_new(entrance.followed, silent.followed);
                     keep_for_others(context_, entrance.who.key(), silent);
                     realtime::Socket* socket = server_.find(entrance.next.socket());
                     if (socket == nullptr) return refuse(std::move(entrance), {}, Code::kInternal);
                     Arrival& arrival = *client_of(*socket).arrival;
                     arrival.taken_from = silent.sockets;
                     arrival.restored = Followed::of(entrance.followed, entrance.who.role);
                     if (arrival.restored.has_dashboard) socket->join(kDashboardRoom);
                     std::vector<BookingId> bookings = arrival.restored.bookings;
                     append_new(bookings, active);
                     join_rooms(std::move(entrance), bookings);
                   });
}

void Connector::refuse(Entrance entrance, std::string_view message, Code code) {
  const Principal& who = entrance.who;
  context_.identities.leave(who);
  if (who.is(Role::kPilot)) pilots_.detach(who.pilot_id());
  // Whoever of the identity gets in next is to have it.
  if (!entrance.followed.empty()) {
    context_.dropped.add(who.key(), {}, entrance.followed, context_.clock.steady());
  }
  entrance.next(connect_error(message, code));
}

// Each is authorised again; a refusal only means that there is nothing to join.
void Connector::join_rooms(Entrance entrance, const std::vector<BookingId>& bookings) {
  realtime::Socket* socket = server_.find(entrance.next.socket());
  WhenAll all([this, entrance = std::move(entrance), bookings]() mutable {
    joined_rooms(std::move(entrance), bookings);
  });
  for (const BookingId& id : bookings) {
    followers_.follow(
        *socket, id,
        [id, part = all.part()](realtime::Socket* joined, const Result<void>& allowed) mutable {
          if (joined != nullptr && !allowed) {
            client_of(*joined).arrival->restored.forget(id);
          }
          part();
        });
  }
  all.close();
}

void Connector::joined_rooms(Entrance entrance, const std::vector<BookingId>& bookings) {
  if (server_.find(entrance.next.socket()) != nullptr) return find_offers(std::move(entrance));
  for (const BookingId& left : bookings) channels_.drop_unused(left);
  refuse(std::move(entrance), {}, Code::kInternal);
}

// The last step: every offer that is made or ends from now on reaches the socket by its room.
void Connector::find_offers(Entrance entrance) {
  const realtime::Socket* socket = server_.find(entrance.next.socket());
  if (!entrance.who.is(Role::kPilot) || socket->recovered()) return let_in(std::move(entrance));
  const PilotId pilot = entrance.who.pilot_id();
  context_.dispatch->offers_of(
      pilot, server_.loop(),
      [this, entrance = std::move(entrance)](Result<Dispatch::PilotOffers> offers) mutable {
        const realtime::Socket* arriving = server_.find(entrance.next.socket());
        if (arriving == nullptr) return refuse(std::move(entrance), {}, Code::kInternal);
        if (offers) client_of(*arriving).arrival->offers = *std::move(offers);
        let_in(std::move(entrance));
      });
}

// A suspension closes the sockets that are in; this one was not yet.
void Connector::let_in(Entrance entrance) {
  if (suspensions_.happened_since(entrance.who.key(), entrance.since)) {
    return refuse(std::move(entrance), "Authentication failed", Code::kSuspended);
  }
  entrance.next();
}

void Connector::connected(realtime::Socket& socket) {
  Client& client = client_of(socket);
  const auto arrival = std::move(client.arrival);
  if (!arrival) return;
  if (socket.recovered()) recover(socket);
  socket.drop_held(
      [&](const realtime::Emission& held) { return is_in_snapshot(held, socket, *arrival); });
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
  restore(socket, *arrival);
}

void Connector::watch(realtime::Socket& socket, const BookingId& id) {
  if (!std::exchange(client_of(socket).watches_locations, true)) fanout_.watcher_joined();
  socket.join(watchers_room(id));
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
  const std::vector<std::string> followed = followed_by(socket);
  if (!followed.empty()) save_subscriptions(socket, followed);
  for (const BookingId& id : Followed::of(followed, client.role).bookings) {
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
  context_.identities.leave(client.principal());
  std::vector<std::string> followed = followed_by(socket);
  for (const BookingId& id : Followed::of(followed, client.role).bookings) {
    channels_.leave(socket, id);
  }
  if (client.watches_locations) fanout_.watcher_left();
  if (client.role == Role::kPilot) pilots_.detach(client.pilot_id());
  if (realtime::is_explicit(reason) || is_taken_over(socket)) followed.clear();
  if (!followed.empty()) {
    context_.dropped.add(client.principal().key(), socket.id(), followed, context_.clock.steady());
  }
  if (client.has_saved) store_followed(socket, std::move(followed), context_.clock.now());
}

void Connector::suspend(const std::string& identity) {
  suspensions_.add(identity, context_.clock.steady());
  server_.of("/").for_each_in(identity, [](realtime::Socket& socket) {
    if (!socket.connected()) return;  // let_in() refuses it
    emit_error(socket, fail(Code::kSuspended).error());
    socket.disconnect_and_close();
  });
}

}  // namespace waycast::gateway
