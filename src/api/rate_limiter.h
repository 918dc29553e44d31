// How often may one key (an address, an identity) call? The generic cell rate algorithm: one time
// per key, a burst at once and a steady rate after it. Memory is bounded. Thread-safe.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/services.h"
#include "base/clock.h"

namespace waycast::api {

class RateLimiter {
 public:
  explicit RateLimiter(RateLimit limit, std::size_t max_keys = 100'000);

  // 0: allowed and counted. Otherwise how long to wait; a refusal costs nothing.
  Duration admit(std::string_view key, SteadyTime now);

 private:
  void make_room(SteadyTime now);

  const bool unlimited_;
  const std::chrono::microseconds interval_;   // of one request at the steady rate
  const std::chrono::microseconds tolerance_;  // how far ahead a burst may run
  const std::size_t max_keys_;
  using Arrival = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;
  std::mutex mutex_;
  std::unordered_map<std::string, Arrival> keys_;  // theoretical arrival of the next request
};

}  // namespace waycast::api
