// How much one account may keep. Whatever an account can grow without end, somebody else waits for
// sooner or later: the writer that looks through it, the loop that matches it, the disk.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "tracking/ports/store_reads.h"

namespace waycast {

struct AccountLimits {
  std::int64_t pending_bookings = 100;  // of a customer, at once
  std::int64_t addresses = 500;         // of a customer
  std::int64_t vehicles = 50;           // of a pilot
  std::int64_t repeat_keys = 5'000;     // Idempotency-Keys of an identity, in a day
};

// Thread-safe.
class AccountRoom {
 public:
  explicit AccountRoom(const AccountLimits& limits) : limits_(limits) {}

  // May the account hold one more? ERR_1412, and counted, if not. Inside the write that adds it.
  Result<void> check(StoreReads& reads, Holding what, std::string_view account);

  std::uint64_t refused(Holding what) const {
    return refused_[static_cast<std::size_t>(what)].load(std::memory_order_relaxed);
  }

 private:
  std::int64_t limit_of(Holding what) const;

  const AccountLimits limits_;
  std::array<std::atomic<std::uint64_t>, 4> refused_{};
};

}  // namespace waycast
