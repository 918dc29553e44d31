// Accounts suspended a moment ago: a connection whose read of the store was older must not slip in.
#pragma once

#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"

namespace waycast::gateway {

// Thread-safe.
class RecentSuspensions {
 public:
  // `identity`: Principal::key().
  void add(const std::string& identity, SteadyTime now);
  // Suspended at `start` or later.
  bool happened_since(const std::string& identity, SteadyTime start) const;

 private:
  mutable std::mutex mutex_;
  std::unordered_map<std::string, SteadyTime> suspended_at_;
};

}  // namespace waycast::gateway
