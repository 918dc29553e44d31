// Gives memory back to the system after a rush of clients has gone: the allocator keeps what was
// freed between what is still in use.
#pragma once

#include <cstddef>

#include "base/executor.h"

namespace waycast::app {

// When it is worth it: giving back takes a while, in which the allocator's arenas are locked one
// after the other, and does not lower what the allocator counts as free.
class TrimDecision {
 public:
  static constexpr std::size_t kWorthIt = 32 << 20;

  // `free_bytes`: what the allocator holds unused now.
  bool is_due(std::size_t free_bytes) {
    if (free_bytes < returned_) returned_ = free_bytes;
    if (free_bytes - returned_ < kWorthIt) return false;
    returned_ = free_bytes;
    return true;
  }

 private:
  std::size_t returned_ = 0;  // of the free bytes, already given back
};

class MemoryTrim {
 public:
  // `loop` is no shard's: looking takes time. It is stopped before this is destroyed.
  explicit MemoryTrim(Loop& loop) : loop_(loop) {}
  void start();  // any thread, once

 private:
  void look();

  Loop& loop_;
  TrimDecision decision_;
};

}  // namespace waycast::app
