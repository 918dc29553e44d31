// The events of who follows bookings: customers, their pilots and operators.
#include <utility>
#include <vector>

#include "gateway/booking_channels.h"
#include "gateway/connector.h"
#include "gateway/event_fields.h"
#include "gateway/event_table.h"
#include "gateway/followers.h"
#include "gateway/rooms.h"

namespace waycast::gateway {
namespace {

// `admin:booking:subscribe` is `booking:subscribe` with one more event: `booking:location`.
enum class Interest : bool { kFollow, kWatch };

// As in followed.h.
std::vector<std::string> followed_texts(const BookingId& id, Interest interest) {
  if (interest == Interest::kFollow) return {id.str()};
  return {id.str(), watchers_room(id)};
}

void follow_booking(ShardParts& parts, ClientEvent& event, Interest interest) {
  auto booking = string_field(event.args, "bookingId");
  if (!booking) return event.answer.fail(booking.error());
  const BookingId id(*std::move(booking));
  parts.followers.follow(event.socket, id,
                         [&parts, id, interest, answer = std::move(event.answer)](
                             realtime::Socket* follower, const Result<void>& may) mutable {
                           if (follower == nullptr) return;
                           if (!may) return answer.fail(may.error());
                           if (interest == Interest::kWatch) parts.connector.watch(*follower, id);
                           parts.connector.save_subscriptions(*follower,
                                                              followed_texts(id, interest));
                           parts.followers.send_snapshot(*follower, id);
                           answer.ok();
                         });
}

void subscribe(ShardParts& parts, ClientEvent& event) {
  const Client& client = event.client();
  if (client.role != Role::kAdmin && !parts.context.may_subscribe(client.principal().key())) {
    return event.answer.fail(Code::kRateLimit);
  }
  follow_booking(parts, event, Interest::kFollow);
}

void leave_booking(ShardParts& parts, ClientEvent& event, Interest interest) {
  auto booking = string_field(event.args, "bookingId");
  if (!booking) return event.answer.fail(booking.error());
  const BookingId id(*std::move(booking));
  realtime::Socket& socket = event.socket;
  const bool watches = interest == Interest::kWatch && socket.in(watchers_room(id));
  if (!watches && !socket.in(booking_room(id))) return event.answer.ok();  // nothing to write
  if (watches) socket.leave(watchers_room(id));
  parts.channels.leave(socket, id);
  parts.connector.drop_subscriptions(socket, followed_texts(id, interest));
  event.answer.ok();
}

}  // namespace

void add_follower_events(EventTable& table, ShardParts& parts) {
  table.add("booking:subscribe", Sender::kAnybody,
            [&parts](ClientEvent& event) { subscribe(parts, event); });
  table.add("booking:unsubscribe", Sender::kAnybody,
            [&parts](ClientEvent& event) { leave_booking(parts, event, Interest::kFollow); });
  table.add("admin:booking:subscribe", Sender::kAdmin,
            [&parts](ClientEvent& event) { follow_booking(parts, event, Interest::kWatch); });
  table.add("admin:booking:unsubscribe", Sender::kAdmin,
            [&parts](ClientEvent& event) { leave_booking(parts, event, Interest::kWatch); });
}

}  // namespace waycast::gateway
