// What a thread has done, as numbers for the metrics: each is written by one thread alone and read
// by any without a lock.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace waycast {

// One writer, so that counting is a plain store.
class Counter {
 public:
  void add(std::uint64_t amount = 1) {
    value_.store(value_.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
  }
  void subtract(std::uint64_t amount = 1) {
    value_.store(value_.load(std::memory_order_relaxed) - amount, std::memory_order_relaxed);
  }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_ = 0;
};

// How many observations were at most each limit, and beyond the last one. `limits` grow.
template <std::size_t kLimits>
class Histogram {
 public:
  explicit constexpr Histogram(std::array<std::uint64_t, kLimits> limits) : limits_(limits) {}

  void observe(std::uint64_t value) {
    std::size_t bucket = 0;
    while (bucket < kLimits && value > limits_[bucket]) ++bucket;
    counts_[bucket].add();
    sum_.add(value);
  }

  const std::array<std::uint64_t, kLimits>& limits() const { return limits_; }
  std::uint64_t count(std::size_t bucket) const {
    return counts_[bucket].value();
  }  // not summed up
  std::uint64_t sum() const { return sum_.value(); }

 private:
  const std::array<std::uint64_t, kLimits> limits_;
  std::array<Counter, kLimits + 1> counts_{};
  Counter sum_;
};

}  // namespace waycast
