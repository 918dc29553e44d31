// What became of bookings and offers in this process. Written by the dispatch loop, read by anyone.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "base/counter.h"
#include "tracking/enums.h"

namespace waycast {

struct DispatchCounters {
  Counter bookings_created;
  std::array<Counter, 8> status_changes{};  // by the new BookingStatus
  Counter offers_made;
  std::atomic<std::uint64_t> calls_refused{0};  // too many waiting; written by any thread
  std::array<Counter, 6> offers_ended{};        // by OfferState

  void changed_to(BookingStatus status) { status_changes[static_cast<std::size_t>(status)].add(); }
  void ended_as(OfferState state) { offers_ended[static_cast<std::size_t>(state)].add(); }
};

}  // namespace waycast
