#include "realtime/hub.h"

#include <stdexcept>
#include <utility>

#include "realtime/local_adapter.h"
#include "realtime/recovery_store.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {

Hub::Hub(const RecoverySettings& recovery)
    : index_(std::make_unique<RoomIndex>()),
      recovery_(recovery.mode == Recovery::kOn ? std::make_unique<RecoveryStore>(recovery)
                                               : nullptr),
      adapter_(std::make_unique<LocalAdapter>(*this)) {}

Hub::~Hub() = default;

void Hub::add(ShardServer& server) {
  if (server.shard() != shards_.size() || shards_.size() == kMaxShards) {
    throw std::logic_error("shards are to be added in order, at most kMaxShards");
  }
  shards_.push_back(&server);
}

void Hub::remove(ShardServer& server) { shards_[server.shard()] = nullptr; }

void Hub::post(SocketRef ref, UniqueFunction<void(Socket&)> task) {
  if (!ref) return;
  post_to_shard(ref.shard, [ref, task = std::move(task)](ShardServer& server) mutable {
    if (Socket* socket = server.find(ref)) task(*socket);
  });
}

void Hub::post_to_shard(std::uint16_t shard, UniqueFunction<void(ShardServer&)> task) {
  ShardServer* server = shard < shards_.size() ? shards_[shard] : nullptr;
  if (server == nullptr) return;
  server->loop().post([server, task = std::move(task)]() mutable { task(*server); });
}

BroadcastOperator Hub::broadcast(std::string_view nsp) const {
  return BroadcastOperator(*adapter_, nsp, SocketRef::kNoShard);
}

BroadcastOperator Hub::to(std::string_view room, std::string_view nsp) const {
  BroadcastOperator everybody = broadcast(nsp);
  everybody.to(room);
  return everybody;
}

ShardSet Hub::all_shards() const { return first_shards(shards_.size()); }

ShardSet Hub::shards_of(std::string_view nsp, std::string_view room) const {
  if (shards_.size() == 1) return 1;
  ShardSet shards = index_->shards(nsp, room);
  if (const auto id = SocketId::parse(room)) shards |= one_shard(id->shard());
  return shards & all_shards();
}

void Hub::set_adapter(std::unique_ptr<Adapter> adapter) { adapter_ = std::move(adapter); }

void Hub::room_opened(std::string_view nsp, std::string_view room, std::uint16_t shard) {
  if (shards_.size() > 1) index_->add(nsp, room, shard);
}

void Hub::room_closed(std::string_view nsp, std::string_view room, std::uint16_t shard) {
  if (shards_.size() > 1) index_->remove(nsp, room, shard);
}

}  // namespace waycast::realtime
