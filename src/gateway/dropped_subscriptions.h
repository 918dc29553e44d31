// What lost sockets were subscribed to, by identity, until a new socket takes it over or the time
// for that has passed. The store keeps the same for a restart; this one answers at once, before the
// store has committed.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"

namespace waycast::gateway {

// Thread-safe.
class DroppedSubscriptions {
 public:
  static constexpr std::size_t kMostKept = 10'000;  // of one identity: the oldest are forgotten

  explicit DroppedSubscriptions(Duration keep) : keep_(keep) {}

  // `identity`: Principal::key(). `socket`: the id of the lost one. `followed`: as in followed.h.
  void add(const std::string& identity, std::string_view socket,
           const std::vector<std::string>& followed, SteadyTime now);
  // The socket itself came back, with what it was subscribed to.
  void forget(const std::string& identity, std::string_view socket);
  // The union of what is still kept, for one of the lost sockets. While others have not returned
  // they are to find the same: it is forgotten once as many have taken it as were lost.
  std::vector<std::string> take(const std::string& identity, SteadyTime now);

  std::size_t identities() const;  // of whom something is kept

 private:
  struct Entry {
    SteadyTime dropped_at;
    std::string socket;
    std::string followed;
  };

  static bool leave_to_others(std::vector<Entry>& kept);  // false: there is no other

  const Duration keep_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::vector<Entry>> entries_;
  SteadyTime next_cleaning_{};
};

}  // namespace waycast::gateway
