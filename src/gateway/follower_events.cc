// The events of those who watch: customers, pilots and operators.
#include "gateway/answer.h"
#include "gateway/dashboard.h"
#include "gateway/event_fields.h"
#include "gateway/rooms.h"
#include "gateway/shard_gateway.h"

namespace waycast::gateway {

void ShardGateway::booking_subscribe(realtime::Socket& socket, realtime::Event& event,
                                     Answer& answer) {
  const Client& client = client_of(socket);
  if (client.role != Role::kAdmin && !context_.may_subscribe(client.principal().key())) {
    return answer.fail(Code::kRateLimit);
  }
  auto booking = string_field(event.args, "bookingId");
  if (!booking) return answer.fail(booking.error());
  const BookingId id(*std::move(booking));
  followers_.follow(socket, id,
                    [this, id, answer = std::move(answer)](realtime::Socket* follower,
                                                           const Result<void>& may) mutable {
                      if (follower == nullptr) return;
                      if (may) {
                        connector_.save_subscriptions(*follower, {id.str()});
                        followers_.send_snapshot(*follower, id);
                      }
                      answer.give(may);
                    });
}

void ShardGateway::booking_unsubscribe(realtime::Socket& socket, realtime::Event& event,
                                       Answer& answer) {
  auto booking = string_field(event.args, "bookingId");
  if (!booking) return answer.fail(booking.error());
  const BookingId id(*std::move(booking));
  if (!socket.in(booking_room(id))) return answer.ok();  // nothing to write
  channels_.leave(socket, id);
  connector_.drop_subscriptions(socket, {id.str()});
  answer.ok();
}

void ShardGateway::admin_booking_subscribe(realtime::Socket& socket, realtime::Event& event,
                                           Answer& answer) {
  auto booking = string_field(event.args, "bookingId");
  if (!booking) return answer.fail(booking.error());
  const BookingId id(*std::move(booking));
  followers_.follow(socket, id,
                    [this, id, answer = std::move(answer)](realtime::Socket* follower,
                                                           const Result<void>& may) mutable {
                      if (follower == nullptr) return;
                      if (!may) return answer.fail(may.error());
                      connector_.watch(*follower, id);
                      connector_.save_subscriptions(*follower, {id.str(), watchers_room(id)});
                      followers_.send_snapshot(*follower, id);
                      answer.ok();
                    });
}

void ShardGateway::admin_booking_unsubscribe(realtime::Socket& socket, realtime::Event& event,
                                             Answer& answer) {
  auto booking = string_field(event.args, "bookingId");
  if (!booking) return answer.fail(booking.error());
  const BookingId id(*std::move(booking));
  if (!socket.in(watchers_room(id)) && !socket.in(booking_room(id))) return answer.ok();
  socket.leave(watchers_room(id));
  channels_.leave(socket, id);
  connector_.drop_subscriptions(socket, {id.str(), watchers_room(id)});
  answer.ok();
}

void ShardGateway::admin_subscribe(realtime::Socket& socket, realtime::Event&, Answer& answer) {
  if (!socket.in(kDashboardRoom)) {
    socket.join(kDashboardRoom);
    connector_.save_subscriptions(socket, {std::string(kDashboardRoom)});
  }
  send_stats(context_, server_, socket.ref(),
             [answer = std::move(answer)](const Result<void>& sent) mutable { answer.give(sent); });
}

void ShardGateway::admin_unsubscribe(realtime::Socket& socket, realtime::Event&, Answer& answer) {
  if (!socket.in(kDashboardRoom)) return answer.ok();
  socket.leave(kDashboardRoom);
  connector_.drop_subscriptions(socket, {std::string(kDashboardRoom)});
  answer.ok();
}

void ShardGateway::admin_viewport(realtime::Socket& socket, realtime::Event& event,
                                  Answer& answer) {
  const auto box = viewport(event.args);
  if (!box) return answer.fail(box.error());
  viewports_.set(socket, *box);
  answer.ok();
}

}  // namespace waycast::gateway
