// Accounts suspended a moment ago: a connection whose read of the store was older must not slip in.
#pragma once

#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace waycast::gateway {

// On the shard's thread.
class RecentSuspensions {
 public:
  // `identity`: Principal::key(). `now`: when this shard was told.
  void add(const std::string& identity, SteadyTime now);
  // Told at `start` or later.
  bool happened_since(const std::string& identity, SteadyTime start) const;

 private:
  std::unordered_map<std::string, SteadyTime> suspended_at_;
};

}  // namespace waycast::gateway
