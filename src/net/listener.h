// Accepts a shard's connections.
#pragma once

#include <memory>

#include "base/log_limit.h"
#include "net/io_shard.h"
#include "net/tls.h"

namespace waycast::net {

// Lives on its shard. Out of descriptors it pauses instead of spinning; over the server's
// max_connections, or those of one address, it accepts and closes.
class Listener final : public Watcher, private WheelTimer {
 public:
  // Takes `descriptor`, which listens and is non-blocking. `tls` null: plain TCP.
  Listener(IoShard& shard, int descriptor, std::shared_ptr<const TlsContext> tls);
  ~Listener() override;

  void on_ready(std::uint32_t events) override;
  // Of connections accepted from now on; those that are open keep theirs.
  void use(std::shared_ptr<const TlsContext> tls) { tls_ = std::move(tls); }

 private:
  void on_timer() override;
  bool accept_one();
  void pause(int error);

  IoShard& shard_;
  int descriptor_;
  std::shared_ptr<const TlsContext> tls_;
  LogLimit limit_{std::chrono::seconds{10}};
};

}  // namespace waycast::net
