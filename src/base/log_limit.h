// Lines that clients can cause must not fill a disk: one a second, and a count of those left out.
//
//   if (const auto skipped = limit.admit(clock.steady())) spdlog::warn("bad packet ({} more)",
//   *skipped);
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace waycast {

// One per kind of line. Any thread.
class LogLimit {
 public:
  explicit LogLimit(Duration interval = std::chrono::seconds{1}) : interval_(interval) {}

  // How many lines were left out since the last admitted one; nullopt: leave this one out too.
  std::optional<std::uint64_t> admit(SteadyTime now) {
    auto next = next_.load(std::memory_order_relaxed);
    const auto at = now.time_since_epoch().count();
    if (at < next || !next_.compare_exchange_strong(next, at + interval_.count())) {
      skipped_.fetch_add(1, std::memory_order_relaxed);
      return std::nullopt;
    }
    return skipped_.exchange(0, std::memory_order_relaxed);
  }

 private:
  Duration interval_;
  std::atomic<std::int64_t> next_{0};
  std::atomic<std::uint64_t> skipped_{0};
};

}  // namespace waycast
