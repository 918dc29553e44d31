#include "tracking/account_limits.h"

#include <fmt/format.h>

namespace waycast {
namespace {

std::string_view name_of(Holding what) {
  switch (what) {
    case Holding::kPendingBookings:
      return "pending bookings";
    case Holding::kAddresses:
      return "addresses";
    case Holding::kVehicles:
      return "vehicles";
    case Holding::kRepeatKeys:
      return "Idempotency-Keys in a day";
  }
  return "rows";
}

}  // namespace

std::int64_t AccountRoom::limit_of(Holding what) const {
  switch (what) {
    case Holding::kPendingBookings:
      return limits_.pending_bookings;
    case Holding::kAddresses:
      return limits_.addresses;
    case Holding::kVehicles:
      return limits_.vehicles;
    case Holding::kRepeatKeys:
      return limits_.repeat_keys;
  }
  return 0;
}

Result<void> AccountRoom::check(StoreReads& reads, Holding what, std::string_view account) {
  const std::int64_t limit = limit_of(what);
  const auto held = reads.held(what, account, limit);
  if (!held) return std::unexpected(held.error());
  if (*held < limit) return {};
  refused_[static_cast<std::size_t>(what)].fetch_add(1, std::memory_order_relaxed);
  return fail(Code::kLimitReached, fmt::format("An account may have {} {}", limit, name_of(what)));
}

}  // namespace waycast
