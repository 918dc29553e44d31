// How many requests each limit of REST refused. Written from every shard, read by the metrics.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/clock.h"

namespace waycast::api {

enum class Limit : std::uint8_t { kAddress, kIdentity, kSignIn, kNearby, kCode, kCodeSends };

class LimitCounters {
 public:
  static constexpr std::array<std::string_view, 6> kNames{"address", "identity", "sign_in",
                                                          "nearby",  "code",     "code_sends"};

  // Counts a refusal, if `wait` is one; returns it.
  Duration noted(Limit limit, Duration wait) {
    if (wait > Duration{0}) of(limit).fetch_add(1, std::memory_order_relaxed);
    return wait;
  }
  std::uint64_t refused(std::size_t limit) const {
    return refused_[limit].load(std::memory_order_relaxed);
  }

 private:
  std::atomic<std::uint64_t>& of(Limit limit) { return refused_[static_cast<std::size_t>(limit)]; }

  std::array<std::atomic<std::uint64_t>, kNames.size()> refused_{};
};

}  // namespace waycast::api
