#include "gateway/followers.h"

#include "base/when_all.h"
#include "gateway/rooms.h"

namespace waycast::gateway {

struct Followers::Join {
  realtime::SocketRef socket;
  BookingId booking;
  Joined joined;
};

namespace {

bool may_have_location(const StatusView& status) {
  return status.pilot_id && is_active(status.status);
}

}  // namespace

Followers::Followers(Context& context, realtime::ShardServer& server, BookingChannels& channels,
                     OwnedPilots& pilots)
    : context_(context), server_(server), channels_(channels), pilots_(pilots) {}

void Followers::follow(realtime::Socket& socket, const BookingId& id, Joined joined) {
  channels_.reserve(id);
  context_.dispatch->follow(
      client_of(socket).principal(), id, server_.loop(),
      [this, join = Join{socket.ref(), id, std::move(joined)}](
          Result<BookingDetails> details) mutable { answered(std::move(join), details); });
}

void Followers::answered(Join join, const Result<BookingDetails>& details) {
  if (!details) return refuse(std::move(join), details.error());
  const StatusView status = StatusView::of(*details);
  if (is_finished(status.status)) {
    return refuse(std::move(join), fail(Code::kAlreadyFinished).error());
  }
  channels_.note(status);
  find_location(std::move(join));
}

// The pilot's owner alone knows the last position and its number. Who comes while the owner is
// asked shares the answer: one question a booking and shard is under way, whatever clients do.
void Followers::find_location(Join join) {
  BookingChannel& channel = *channels_.find(join.booking);
  if (channel.is_finished || !may_have_location(*channel.status)) {
    return complete(std::move(join));
  }
  const BookingId booking = join.booking;
  const PilotId pilot = *channel.status->pilot_id;
  channel.joins_after_location.emplace_back(
      [this, join = std::move(join)]() mutable { complete(std::move(join)); });
  if (channel.joins_after_location.size() > 1) return;
  const std::uint16_t here = server_.shard();
  context_.feed->ask({.pilot = pilot, .booking = booking, .asker = {.shard = here}}, here);
}

// What the owner, or the one before, broadcast earlier was posted to this shard earlier: followers
// have it, and whoever joins now gets all that follows.
void Followers::told(const PositionAnswer& answer) {
  if (answer.last) channels_.note(*answer.last);
  BookingChannel& channel = *channels_.find(answer.booking);
  for (Task& join : std::exchange(channel.joins_after_location, {})) join();
}

void Followers::complete(Join join) {
  BookingChannel& channel = *channels_.find(join.booking);
  if (channel.is_changing) {  // the position is asked for again: this one will be old
    channel.joins_after_change.emplace_back(
        [this, join = std::move(join)]() mutable { find_location(std::move(join)); });
    return;
  }
  if (channel.is_finished) {
    return refuse(std::move(join), fail(Code::kAlreadyFinished).error());
  }
  realtime::Socket* socket = server_.find(join.socket);
  if (socket != nullptr) channels_.join(*socket, join.booking);
  join.joined(socket, {});
  channels_.release(join.booking);
}

void Followers::refuse(Join join, const Error& error) {
  join.joined(server_.find(join.socket), std::unexpected(error));
  channels_.release(join.booking);
}

void Followers::send_snapshot(realtime::Socket& socket, const BookingId& id) {
  const BookingChannel* channel = channels_.find(id);
  if (channel == nullptr || !channel->status) return;
  const StatusView& status = *channel->status;
  const Client& client = client_of(socket);
  const bool is_customer = client.role == Role::kUser && client.id == status.user_id.str();
  socket.emit("booking:status", status_json(status, is_customer ? Phone::kShown : Phone::kHidden));
  send_location(socket, id);
}

void Followers::send_location(realtime::Socket& socket, const BookingId& id) {
  const BookingChannel* channel = channels_.find(id);
  if (channel == nullptr || !channel->status) return;
  const StatusView& status = *channel->status;
  const auto last = last_update(status);
  if (!last || !is_active(status.status)) return;
  std::string args;
  append_location(args, *last);
  socket.emit("location:update", args);
  if (client_of(socket).watches_locations && socket.in(watchers_room(id))) {
    socket.emit("booking:location", booking_location_json(*last));
  }
}

// The newest that followers on this shard were sent: by a pilot who is here, or from elsewhere.
std::optional<LocationUpdate> Followers::last_update(const StatusView& status) {
  const std::optional<LocationUpdate>& from_elsewhere = channels_.find(status.booking_id)->last;
  const OwnedPilot* pilot = status.pilot_id ? pilots_.find_here(*status.pilot_id) : nullptr;
  const LocationUpdate* own = pilot == nullptr ? nullptr : pilot->live.numbered_update();
  if (own == nullptr || own->booking_id != status.booking_id) return from_elsewhere;
  if (from_elsewhere && from_elsewhere->seq > own->seq) return from_elsewhere;
  return *own;
}

void Followers::follow_all(const PilotId& pilot, const BookingId& id, Task done) {
  WhenAll all(std::move(done));
  server_.of("/").for_each_in(pilot_room(pilot), [&](realtime::Socket& socket) {
    if (socket.in(booking_room(id))) return;
    follow(socket, id,
           [part = all.part()](realtime::Socket*, const Result<void>&) mutable { part(); });
  });
  all.close();
}

void Followers::leave_all(const PilotId& pilot) {
  server_.of("/").for_each_in(pilot_room(pilot), [this](realtime::Socket& socket) {
    for (const std::string& room : socket.rooms()) {
      if (room.starts_with(kBookingPrefix)) {
        channels_.leave(socket, BookingId(room.substr(kBookingPrefix.size())));
      }
    }
  });
}

}  // namespace waycast::gateway
