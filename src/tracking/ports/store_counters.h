// What the store has done, for metrics and tests. Written by the storage threads, read by any.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "base/counter.h"

namespace waycast {

struct StoreCounters {
  std::atomic<std::uint64_t> commits{0};
  std::atomic<std::uint64_t> points_stored{0};
  std::atomic<std::uint64_t> points_duplicate{0};
  std::atomic<std::uint64_t> points_refused{0};  // the queue was full: ERR_1004
  std::atomic<std::uint64_t> operations{0};      // writes that were committed
  std::atomic<std::uint64_t> writes_refused{0};  // their queue was full: ERR_1004
  std::atomic<std::uint64_t> reads{0};
  std::atomic<std::uint64_t> reads_refused{0};       // as writes_refused
  std::atomic<std::uint64_t> long_reads_refused{0};  // as writes_refused
  std::atomic<std::uint64_t> failed_commits{0};      // groups that had to be retried or given up
  std::atomic<std::uint64_t> failures{0};            // points and operations answered ERR_1500
  std::atomic<std::uint64_t> queued{0};              // points and operations when last taken

  // Of the writer's thread. A commit takes from the taking of its group to its sync.
  Histogram<8> commit_microseconds{
      {1'000, 2'000, 5'000, 10'000, 25'000, 100'000, 500'000, 2'500'000}};
  Histogram<9> commit_rows{{1, 2, 5, 10, 20, 50, 100, 200, 500}};  // points and operations

  void committed(std::chrono::microseconds took, std::size_t rows) {
    commit_microseconds.observe(static_cast<std::uint64_t>(took.count()));
    commit_rows.observe(rows);
    commits.fetch_add(1, std::memory_order_relaxed);
  }
};

}  // namespace waycast
