#include "realtime/local_adapter.h"

#include <memory>
#include <utility>
#include <vector>

#include "protocol/socketio/encoder.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {
namespace {

// A broadcast ready for any shard.
struct Prepared {
  Broadcast broadcast;
  std::vector<engineio::PacketRef> packets;  // of an Emission
};

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
  const Prepared& prepared;

  void operator()(const Emission& emission) const {
    const Delivery delivery = emission.attachments.empty() ? emission.delivery : Delivery{};
    nsp.deliver_local(prepared.broadcast.target, prepared.packets, delivery);
  }
  void operator()(const JoinRooms& action) const {
    nsp.for_each(prepared.broadcast.target, [&](Socket& socket) {
      for (const std::string& room : action.rooms) socket.join(room);
    });
  }
  void operator()(const LeaveRooms& action) const {
    nsp.for_each(prepared.broadcast.target, [&](Socket& socket) {
      for (const std::string& room : action.rooms) socket.leave(room);
    });
  }
  void operator()(const DisconnectSockets& action) const {
    nsp.for_each(prepared.broadcast.target, [&](Socket& socket) {
      if (action.transport == DisconnectSockets::Transport::kClose) {
        socket.disconnect_and_close();
      } else {
        socket.disconnect();
      }
    });
  }
};

void perform(ShardServer& server, const Prepared& prepared) {
  Namespace* nsp = server.find_namespace(prepared.broadcast.target.nsp);
  if (nsp != nullptr) std::visit(Perform{*nsp, prepared}, prepared.broadcast.action);
}

}  // namespace

ShardSet LocalAdapter::shards_of(const Target& target) const {
  if (target.rooms.empty()) return hub_.all_shards();
  ShardSet shards = 0;
  for (const std::string& room : target.rooms) shards |= hub_.shards_of(target.nsp, room);
  return shards;
}

void LocalAdapter::publish(Broadcast broadcast, std::uint16_t origin) {
  const ShardSet shards = shards_of(broadcast.target);
  if (shards == 0) return;
  const auto prepared = std::make_shared<Prepared>();
  prepared->packets = encode(broadcast);
  prepared->broadcast = std::move(broadcast);
  for (std::uint16_t shard = 0; shard < hub_.shard_count(); ++shard) {
    if ((shards >> shard & 1) == 0) continue;
    if (shard == origin) {
      perform(hub_.shard(shard), *prepared);
    } else {
      hub_.post_to_shard(shard, [prepared](ShardServer& server) { perform(server, *prepared); });
    }
  }
}

}  // namespace waycast::realtime
