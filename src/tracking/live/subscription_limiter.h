// How often one identity may subscribe to bookings (docs/domain.md, "Positions and their pace"), as
// a sliding window over its attempts: repeats and refusals count, whatever socket they come by.
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

  // Counts an attempt. False: over the limit, and this attempt is not counted.
  bool allow(std::string_view identity, SteadyTime now);

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
