// How often one identity may subscribe to bookings (docs/domain.md, "Positions and their pace").
//
// Each attempt makes the dispatch loop and the store work, whether it is a repeat, is refused, or
// comes by another socket of the same identity. So all of them count, in a sliding window of a
// minute.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"

namespace waycast {

// Not thread-safe.
class SubscriptionLimiter {
 public:
  explicit SubscriptionLimiter(int per_minute)
      : per_minute_(static_cast<std::size_t>(per_minute)) {}

  // Counts an attempt. False: it is over the limit, and is not counted, so that who keeps on asking
  // gets an answer as soon as one who waited.
  bool allow(std::string_view identity, SteadyTime now);

  // How many are remembered; those that stopped asking are forgotten.
  std::size_t identities() const { return attempts_.size(); }

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  void forget_old(SteadyTime now);

  std::size_t per_minute_;
  std::unordered_map<std::string, std::vector<SteadyTime>, Hash, std::equal_to<>> attempts_;
  SteadyTime next_cleaning_{};
};

}  // namespace waycast
