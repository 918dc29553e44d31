#include "gateway/followers.h"

#include "gateway/rooms.h"
#include "gateway/shard_gateway.h"

namespace waycast::gateway {

struct Followers::Join {
  realtime::SocketRef socket;
  BookingId booking;
  Done done;
};

namespace {

// The last update that an owned pilot broadcast of a booking.
std::optional<LocationUpdate> update_of(OwnedPilot* pilot, const BookingId& booking) {
  const LocationUpdate* update = pilot == nullptr ? nullptr : pilot->live.last_update();
  if (update == nullptr || update->booking_id != booking) return std::nullopt;
  return *update;
}

// Before the pilot's first update in this process: the position that the store has.
LocationUpdate stored_update(const Booking& booking, const std::optional<Pilot>& pilot,
                             TimePoint now) {
  LocationUpdate update;
  update.booking_id = booking.id;
  update.pilot_id = *booking.pilot_id;
  update.at = *booking.current;
  update.timestamp =
      pilot && pilot->last_location_at ? *pilot->last_location_at : booking.updated_at;
  // Above everything sent before the restart, below everything that follows.
  update.seq = static_cast<std::uint64_t>(now.time_since_epoch().count());
  return update;
}

}  // namespace

Followers::Followers(Context& context, realtime::ShardServer& server, BookingChannels& channels,
                     OwnedPilots& pilots)
    : context_(context), server_(server), channels_(channels), pilots_(pilots) {}

void Followers::follow(realtime::Socket& socket, const BookingId& id, Done done) {
  channels_.reserve(id);
  context_.dispatch->follow(
      client_of(socket).principal(), id, server_.loop(),
      [this, join = Join{socket.ref(), id, std::move(done)}](
          Result<BookingDetails> details) mutable { answered(std::move(join), details); });
}

void Followers::answered(Join join, const Result<BookingDetails>& details) {
  if (!details) return refuse(std::move(join), details.error());
  const StatusView status = StatusView::of(*details);
  if (is_finished(status.status)) {
    return refuse(std::move(join), fail(Code::kAlreadyFinished).error());
  }
  channels_.note(status);
  const BookingChannel& channel = *channels_.find(join.booking);
  const bool may_have_location = details->booking.pilot_id && is_active(status.status);
  if (channel.knows_location || !may_have_location) {
    return complete(std::move(join), std::nullopt);
  }
  find_location(std::move(join), *details);
}

// Asks the pilot's owner, once for each booking and shard: from then on updates arrive by
// themselves.
void Followers::find_location(Join join, const BookingDetails& details) {
  const PilotId pilot = *details.booking.pilot_id;
  const auto owner = context_.directory.owner(pilot);
  if (!owner || *owner == server_.shard()) {
    if (auto last = update_of(pilots_.find_ready(pilot), join.booking)) {
      return complete(std::move(join), last);
    }
    return read_location(std::move(join), details);
  }
  context_.post(*owner, [here = server_.shard(), pilot, details = details,
                         join = std::move(join)](ShardGateway& gateway) mutable {
    auto last = update_of(gateway.pilots().find_ready(pilot), join.booking);
    gateway.context().post(here, [last = std::move(last), details = std::move(details),
                                  join = std::move(join)](ShardGateway& asking) mutable {
      if (last) return asking.followers().complete(std::move(join), last);
      asking.followers().read_location(std::move(join), details);
    });
  });
}

void Followers::read_location(Join join, const BookingDetails& details) {
  if (!details.booking.current) return complete(std::move(join), std::nullopt);
  context_.store.read(
      server_.loop(),
      [id = *details.booking.pilot_id](StoreReads& reads) { return reads.pilot(id); },
      [this, booking = details.booking,
       join = std::move(join)](const Result<std::optional<Pilot>>& pilot) mutable {
        const auto row = pilot ? *pilot : std::nullopt;
        complete(std::move(join), stored_update(booking, row, context_.clock.now()));
      });
}

void Followers::complete(Join join, const std::optional<LocationUpdate>& last) {
  if (last) channels_.note(*last);
  BookingChannel& channel = *channels_.find(join.booking);
  channel.knows_location = true;
  if (channel.is_changing) {
    channel.joins_after_change.push_back(
        [this, join = std::move(join)]() mutable { complete(std::move(join), std::nullopt); });
    return;
  }
  if (channel.is_finished) {
    return refuse(std::move(join), fail(Code::kAlreadyFinished).error());
  }
  realtime::Socket* socket = server_.find(join.socket);
  if (socket != nullptr) channels_.join(*socket, join.booking);
  join.done(socket, {});
  channels_.release(join.booking);
}

void Followers::refuse(Join join, const Error& error) {
  join.done(server_.find(join.socket), std::unexpected(error));
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

// The newest of what the pilot's owner knows, if that is this shard, and what came from elsewhere.
std::optional<LocationUpdate> Followers::last_update(const StatusView& status) {
  const BookingChannel& channel = *channels_.find(status.booking_id);
  auto last = status.pilot_id ? update_of(pilots_.find_ready(*status.pilot_id), status.booking_id)
                              : std::nullopt;
  if (!last || (channel.last && channel.last->seq > last->seq)) last = channel.last;
  return last;
}

void Followers::follow_all(const PilotId& pilot, const BookingId& id, Task done) {
  const auto finished = std::make_shared<Task>(std::move(done));
  const auto remaining = std::make_shared<std::size_t>(1);
  const auto one_less = [finished, remaining] {
    if (--*remaining == 0 && *finished) (*finished)();
  };
  server_.of("/").for_each_in(pilot_room(pilot), [&](realtime::Socket& socket) {
    if (socket.in(booking_room(id))) return;
    ++*remaining;
    follow(socket, id, [one_less](realtime::Socket*, const Result<void>&) { one_less(); });
  });
  one_less();
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
