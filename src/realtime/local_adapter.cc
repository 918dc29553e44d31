#include "realtime/local_adapter.h"

#include <memory>
#include <utility>
#include <vector>

#include "protocol/socketio/encoder.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {
namespace {

// Reliable events and what empties rooms: a socket that comes back needs both, in their order.
bool is_recoverable(const Broadcast& broadcast) {
  if (const auto* emission = std::get_if<Emission>(&broadcast.action)) {
    return !emission->delivery.is_volatile && emission->delivery.conflation_key == 0;
  }
  return std::holds_alternative<LeaveRooms>(broadcast.action);
}

void append_offset(Broadcast& broadcast, std::uint64_t number) {
  auto* emission = std::get_if<Emission>(&broadcast.action);
  if (emission == nullptr) return;
  if (!emission->args.empty()) emission->args += ',';
  emission->args.append("\"").append(std::to_string(number)).append("\"");
}

std::vector<engineio::PacketRef> encode(const Broadcast& broadcast) {
  const auto* emission = std::get_if<Emission>(&broadcast.action);
  if (emission == nullptr) return {};
  const std::string& nsp = broadcast.target.nsp;
  if (emission->attachments.empty()) {
    return {socketio::encode_event(nsp, emission->event, emission->args)};
  }
  return socketio::encode_binary_event(nsp, emission->event, emission->args, emission->attachments);
}

// Performs a broadcast's action on one shard.
struct Perform {
  Namespace& nsp;
  const PreparedRef& prepared;

  void operator()(const Emission&) const { nsp.deliver_local(prepared); }
  void operator()(const JoinRooms& action) const {
    nsp.for_each(prepared->broadcast.target, [&](Socket& socket) {
      for (const std::string& room : action.rooms) socket.join(room);
    });
  }
  void operator()(const LeaveRooms& action) const {
    nsp.for_each(prepared->broadcast.target, [&](Socket& socket) {
      for (const std::string& room : action.rooms) socket.leave(room);
    });
  }
  void operator()(const DisconnectSockets& action) const {
    nsp.for_each(prepared->broadcast.target, [&](Socket& socket) {
      if (action.transport == DisconnectSockets::Transport::kClose) {
        socket.disconnect_and_close();
      } else {
        socket.disconnect();
      }
    });
  }
};

void perform(ShardServer& server, const PreparedRef& prepared) {
  Namespace* nsp = server.find_namespace(prepared->broadcast.target.nsp);
  if (nsp != nullptr) std::visit(Perform{*nsp, prepared}, prepared->broadcast.action);
}

}  // namespace

ShardSet LocalAdapter::shards_of(const Target& target) const {
  if (target.rooms.empty()) return hub_.all_shards();
  ShardSet shards = 0;
  for (const std::string& room : target.rooms) shards |= hub_.shards_of(target.nsp, room);
  return shards;
}

// Numbered before the shards are looked up: a socket that comes back meanwhile joins first and
// reads the log then, so that it is reached at least one way.
PreparedRef LocalAdapter::prepare(Broadcast broadcast) {
  if (hub_.recovery() == nullptr || !is_recoverable(broadcast)) {
    std::vector<engineio::PacketRef> packets = encode(broadcast);
    return std::make_shared<const Prepared>(Prepared{std::move(broadcast), std::move(packets)});
  }
  const SteadyTime now = hub_.shard(0).loop().clock().steady();
  return hub_.recovery()->append(now, [&broadcast](std::uint64_t number) {
    append_offset(broadcast, number);
    std::vector<engineio::PacketRef> packets = encode(broadcast);
    return Prepared{std::move(broadcast), std::move(packets), number};
  });
}

void LocalAdapter::publish(Broadcast broadcast, std::uint16_t origin) {
  if (hub_.recovery() == nullptr && shards_of(broadcast.target) == 0) return;
  const PreparedRef prepared = prepare(std::move(broadcast));
  const ShardSet shards = shards_of(prepared->broadcast.target);
  for (std::uint16_t shard = 0; shard < hub_.shard_count(); ++shard) {
    if (!contains(shards, shard)) continue;
    if (shard == origin) {
      perform(hub_.shard(shard), prepared);
    } else {
      hub_.post_to_shard(shard, [prepared](ShardServer& server) { perform(server, prepared); });
    }
  }
}

}  // namespace waycast::realtime
