// Broadcasts within this process: encoded once, delivered here at once, and posted once to every
// other shard that has members.
#pragma once

#include "realtime/recovery_store.h"
#include "realtime/room_index.h"

namespace waycast::realtime {

class Hub;
class ShardServer;

class LocalAdapter final : public Adapter {
 public:
  explicit LocalAdapter(Hub& hub) : hub_(hub) {}  // `hub` owns the adapter
  void publish(Broadcast broadcast, std::uint16_t origin) override;

 private:
  PreparedRef prepare(Broadcast broadcast);
  ShardSet shards_of(const Target& target) const;

  Hub& hub_;
};

}  // namespace waycast::realtime
