// How many sockets an identity has at a time, over all shards.
#pragma once

#include <cstddef>

#include "base/counted_keys.h"
#include "base/principal.h"

namespace waycast::gateway {

// Thread-safe.
class IdentityLimit {
 public:
  explicit IdentityLimit(std::size_t limit) : limit_(limit) {}  // 0: none, and nothing is counted

  // False: one too many. Who entered leaves once, by being refused later or by disconnecting.
  bool enter(const Principal& who) {
    return limit_ == 0 || sockets_.enter(CountedKeys::key_of(who.key()), limit_);
  }
  void leave(const Principal& who) {
    if (limit_ != 0) sockets_.leave(CountedKeys::key_of(who.key()));
  }

 private:
  const std::size_t limit_;
  CountedKeys sockets_;
};

}  // namespace waycast::gateway
