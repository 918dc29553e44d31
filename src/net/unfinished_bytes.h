// What one connection holds of a request or message that is not whole yet, or of answers that are
// not read: a stranger may begin many and finish none.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace waycast::net {

// On the connection's thread; the sum is over all shards. Gives back what it holds when it ends.
class UnfinishedBytes {
 public:
  // Each connection may hold so much without being counted: ordinary requests go on while somebody
  // else fills the rest.
  static constexpr std::size_t kFree = 16 * 1024;

  explicit UnfinishedBytes(std::atomic<std::size_t>& sum) : sum_(sum) {}
  UnfinishedBytes(const UnfinishedBytes&) = delete;
  UnfinishedBytes& operator=(const UnfinishedBytes&) = delete;
  ~UnfinishedBytes() { set(0); }

  // It holds `bytes` now. False: more than before, and with it all hold more than `limit`.
  bool set(std::size_t bytes, std::size_t limit = 0) {
    const auto counted = static_cast<std::uint32_t>(bytes > kFree ? bytes - kFree : 0);
    if (counted == counted_) return true;
    const bool grows = counted > counted_;
    const std::size_t change = counted - std::size_t{counted_};  // modulo 2^64, as the sum
    const std::size_t before = sum_.fetch_add(change, std::memory_order_relaxed);
    counted_ = counted;
    return !grows || before + change <= limit;
  }
  bool empty() const { return counted_ == 0; }

 private:
  std::atomic<std::size_t>& sum_;
  std::uint32_t counted_ = 0;
};

}  // namespace waycast::net
