// What the shards of one process share: finding each other's sockets and rooms.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/executor.h"
#include "base/function.h"
#include "realtime/broadcast_operator.h"
#include "realtime/room_index.h"
#include "realtime/settings.h"
#include "realtime/socket_ref.h"

namespace waycast::realtime {

class RecoveryStore;
class ShardServer;
class Socket;

// Thread-safe once all shards are added. With one shard no call takes a lock.
class Hub {
 public:
  explicit Hub(const RecoverySettings& recovery = {});
  ~Hub();

  // Runs `task` with the socket on its shard; drops it if the socket is gone. Never inside the
  // call.
  void post(SocketRef socket, UniqueFunction<void(Socket&)> task);
  // Runs `task` on a shard's thread, never inside the call.
  void post_to_shard(std::uint16_t shard, UniqueFunction<void(ShardServer&)> task);

  // Broadcasts from any thread, to shards in order of posting. Within a shard's thread use its
  // Namespace, which delivers to its own sockets at once.
  BroadcastOperator broadcast(std::string_view nsp = "/") const;
  BroadcastOperator to(std::string_view room, std::string_view nsp = "/") const;

  // The shards with members of the room, which may be a socket's id.
  ShardSet shards_of(std::string_view nsp, std::string_view room) const;
  ShardSet all_shards() const;
  ShardServer& shard(std::uint16_t index) const { return *shards_[index]; }  // on its thread only
  std::uint16_t shard_count() const { return static_cast<std::uint16_t>(shards_.size()); }
  // Start-up only: broadcasts go there instead of to this process alone.
  void set_adapter(std::unique_ptr<Adapter> adapter);
  Adapter& adapter() const { return *adapter_; }
  RecoveryStore* recovery() const { return recovery_.get(); }  // null: Recovery::kOff

 private:
  friend class ShardServer;
  friend class Namespace;

  void add(ShardServer& server);
  void remove(ShardServer& server);
  void room_opened(std::string_view nsp, std::string_view room, std::uint16_t shard);
  void room_closed(std::string_view nsp, std::string_view room, std::uint16_t shard);

  std::vector<ShardServer*> shards_;
  std::unique_ptr<RoomIndex> index_;
  std::unique_ptr<RecoveryStore> recovery_;
  std::unique_ptr<Adapter> adapter_;
};

}  // namespace waycast::realtime
