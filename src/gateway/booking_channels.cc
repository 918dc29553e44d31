#include "gateway/booking_channels.h"

#include <utility>

#include "gateway/booking_feed.h"
#include "gateway/rooms.h"

namespace waycast::gateway {

BookingChannels::BookingChannels(Context& context, realtime::ShardServer& server)
    : context_(context), sockets_(server.of("/")), shard_(server.shard()) {}

BookingChannel& BookingChannels::reserve(const BookingId& id) {
  const auto [entry, is_new] = channels_.try_emplace(id);
  if (is_new) context_.feed->begin_interest(id, shard_);
  ++entry->second.pending;
  return entry->second;
}

void BookingChannels::release(const BookingId& id) {
  BookingChannel* channel = find(id);
  if (channel == nullptr) return;
  --channel->pending;
  drop_unused(id);
}

BookingChannel* BookingChannels::find(const BookingId& id) {
  const auto found = channels_.find(id);
  return found == channels_.end() ? nullptr : &found->second;
}

void BookingChannels::join(realtime::Socket& socket, const BookingId& id) {
  socket.join(booking_room(id));
}

void BookingChannels::leave(realtime::Socket& socket, const BookingId& id) {
  socket.leave(booking_room(id));
  drop_unused(id);
}

void BookingChannels::note(const StatusView& status) {
  BookingChannel* channel = find(status.booking_id);
  if (channel == nullptr) return;
  // Statuses only grow: a snapshot read before a change must not undo what the change told.
  if (!channel->status || channel->status->status <= status.status) channel->status = status;
  if (is_finished(status.status)) channel->is_finished = true;
}

void BookingChannels::begin_change(const StatusView& status) {
  note(status);
  if (BookingChannel* channel = find(status.booking_id)) channel->is_changing = true;
}

void BookingChannels::end_change(const BookingId& id) {
  BookingChannel* channel = find(id);
  if (channel == nullptr) return;
  channel->is_changing = false;
  for (Task& join : std::exchange(channel->joins_after_change, {})) join();
}

bool BookingChannels::note(const LocationUpdate& update) {
  BookingChannel* channel = find(update.booking_id);
  if (channel == nullptr || channel->is_finished) return false;
  if (channel->last && channel->last->seq >= update.seq) return false;
  channel->last = update;
  return true;
}

void BookingChannels::finish(const BookingId& id) {
  sockets_.for_each_in(watchers_room(id),
                       [&](realtime::Socket& socket) { socket.leave(watchers_room(id)); });
  const std::string room = booking_room(id);
  sockets_.for_each_in(room, [&](realtime::Socket& socket) { socket.leave(room); });
  if (BookingChannel* channel = find(id)) {
    channel->is_finished = true;
    drop_unused(id);
  }
}

void BookingChannels::drop_unused(const BookingId& id) {
  const auto found = channels_.find(id);
  if (found == channels_.end() || found->second.pending > 0) return;
  if (sockets_.has_local_members(booking_room(id))) return;
  context_.feed->end_interest(id, shard_);
  channels_.erase(found);
}

}  // namespace waycast::gateway
