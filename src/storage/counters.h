// What the store has done, for metrics and tests. Written by the storage threads, read by any.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace waycast {

struct StoreCounters {
  std::atomic<std::uint64_t> commits{0};
  std::atomic<std::uint64_t> points_stored{0};
  std::atomic<std::uint64_t> points_duplicate{0};
  std::atomic<std::uint64_t> points_refused{0};  // the queue was full: ERR_1004
  std::atomic<std::uint64_t> operations{0};      // writes that were committed
  std::atomic<std::uint64_t> reads{0};
  std::atomic<std::uint64_t> failed_commits{0};  // groups that had to be retried or given up
  std::atomic<std::uint64_t> failures{0};        // points and operations answered ERR_1500
  std::atomic<std::uint64_t> queued{0};          // points and operations when last taken

  // Commits by how long they took, from taking the group to its sync: up to kLatencyLimits[i],
  // and beyond the last one.
  static constexpr std::array<std::chrono::milliseconds, 8> kLatencyLimits{
      std::chrono::milliseconds{1},   std::chrono::milliseconds{2},
      std::chrono::milliseconds{5},   std::chrono::milliseconds{10},
      std::chrono::milliseconds{25},  std::chrono::milliseconds{100},
      std::chrono::milliseconds{500}, std::chrono::milliseconds{2500}};
  std::array<std::atomic<std::uint64_t>, kLatencyLimits.size() + 1> commit_latency{};
  std::atomic<std::uint64_t> commit_microseconds{0};  // of all commits together

  void committed(std::chrono::microseconds took) {
    std::size_t bucket = 0;
    while (bucket < kLatencyLimits.size() && took > kLatencyLimits[bucket]) ++bucket;
    commit_latency[bucket].fetch_add(1, std::memory_order_relaxed);
    commit_microseconds.fetch_add(static_cast<std::uint64_t>(took.count()),
                                  std::memory_order_relaxed);
    commits.fetch_add(1, std::memory_order_relaxed);
  }
};

}  // namespace waycast
