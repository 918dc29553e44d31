// What sockets follow, kept for when they or the server are lost.
#include <spdlog/spdlog.h>

#include "gateway/connector.h"
#include "gateway/dashboard.h"
#include "gateway/followed.h"

namespace waycast::gateway {
namespace {

// A write is under way with the socket's events: the queue of writes is shared by all.
auto report_failure_of(const Client& client) {
  return [under_way = client.under_way](const Result<void>& stored) {
    if (!stored) spdlog::warn("what a socket follows was not stored: {}", stored.error().message);
  };
}

}  // namespace

// Followed again by a new socket, which owns what its identity's lost ones had kept.
void Connector::restore(realtime::Socket& socket, const Arrival& arrival) {
  const Followed& restored = arrival.restored;
  if (restored.has_dashboard) {
    send_stats(context_, server_, socket.ref(), [](const Result<void>&) {});
  }
  for (const BookingId& id : restored.watched) watch(socket, id);
  for (const BookingId& id : restored.bookings) send_standing(socket, id);
  Client& client = client_of(socket);
  const bool has_any = !restored.bookings.empty() || restored.has_dashboard;
  if (!has_any || client.role == Role::kPilot) return;
  client.has_saved = true;
  context_.store.write(
      server_.loop(),
      [who = client.principal(), id = std::string(socket.id()), followed = followed_by(socket),
       silent = arrival.taken_from, now = context_.clock.now(),
       keep = context_.settings.keep_subscriptions](StoreWrites& writes) {
        auto taken = writes.take_subscriptions(who, now - keep);
        for (const std::string& former : silent) {
          if (taken) taken = writes.save_subscriptions(who, former, {}, now);
        }
        return taken ? writes.save_subscriptions(who, id, followed, std::nullopt) : taken;
      },
      report_failure_of(client));
}

// Of a change that is under way here, its event tells the status.
void Connector::send_standing(realtime::Socket& socket, const BookingId& id) {
  const BookingChannel* channel = channels_.find(id);
  if (channel != nullptr && channel->is_changing) return followers_.send_location(socket, id);
  followers_.send_snapshot(socket, id);
}

// A pilot's rooms follow from their bookings.
void Connector::save_subscriptions(const realtime::Socket& socket,
                                   std::vector<std::string> followed) {
  Client& client = client_of(socket);
  if (client.role == Role::kPilot) return;
  client.has_saved = true;
  store_followed(socket, std::move(followed), std::nullopt);
}

void Connector::store_followed(const realtime::Socket& socket, std::vector<std::string> followed,
                               std::optional<TimePoint> dropped_at) {
  context_.store.write(
      server_.loop(),
      [who = client_of(socket).principal(), id = std::string(socket.id()),
       followed = std::move(followed), dropped_at](StoreWrites& writes) {
        return writes.save_subscriptions(who, id, followed, dropped_at);
      },
      report_failure_of(client_of(socket)));
}

void Connector::drop_subscriptions(const realtime::Socket& socket,
                                   std::vector<std::string> followed) {
  const Client& client = client_of(socket);
  if (!client.has_saved) return;
  context_.store.write(
      server_.loop(),
      [who = client.principal(), id = std::string(socket.id()), followed = std::move(followed)](
          StoreWrites& writes) { return writes.drop_subscriptions(who, id, followed); },
      report_failure_of(client));
}

}  // namespace waycast::gateway
