// Accepts a shard's connections.
#pragma once

#include "base/log_limit.h"
#include "net/io_shard.h"

namespace waycast::net {

// Lives on its shard. Out of descriptors it pauses instead of spinning; over the server's
// max_connections it accepts and closes.
class Listener final : public Watcher, private WheelTimer {
 public:
  // Takes `descriptor`, which listens and is non-blocking.
  Listener(IoShard& shard, int descriptor);
  ~Listener() override;

  void on_ready(std::uint32_t events) override;

 private:
  void on_timer() override;
  bool accept_one();
  void pause(int error);

  IoShard& shard_;
  int descriptor_;
  LogLimit limit_{std::chrono::seconds{10}};
};

}  // namespace waycast::net
