#include "simulate/invariants.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace waycast::simulate {
namespace {

constexpr auto kOrder =
    std::to_array<std::string_view>({"PENDING", "ACCEPTED", "ARRIVED_PICKUP", "PICKED_UP",
                                     "IN_TRANSIT", "ARRIVED_DROP", "DELIVERED", "CANCELLED"});

std::size_t rank(std::string_view status) {
  return static_cast<std::size_t>(std::ranges::find(kOrder, status) - kOrder.begin());
}

bool is_active(std::string_view status) {
  return rank(status) >= rank("ACCEPTED") && rank(status) <= rank("ARRIVED_DROP");
}

}  // namespace

std::string BookingWatch::update(std::uint64_t seq, TimePoint timestamp) {
  if (!is_active(status_)) return fmt::format("a position while the booking is {}", status_);
  if (seq < seq_ || (seq == seq_ && !snapshot_)) {
    return fmt::format("seq {} after {}", seq, seq_);
  }
  if (timestamp < timestamp_) return fmt::format("seq {} goes back in time", seq);
  seq_ = seq;
  timestamp_ = timestamp;
  snapshot_ = false;
  return {};
}

std::string BookingWatch::status(std::string_view status) {
  const std::string before = std::exchange(status_, std::string(status));
  if (rank(status) == kOrder.size()) return fmt::format("unknown status {}", status);
  if (rank(status) < rank(before)) return fmt::format("status {} after {}", status, before);
  if (status == "CANCELLED" && rank(before) > rank("ARRIVED_PICKUP") && before != "CANCELLED") {
    return fmt::format("cancelled after {}", before);
  }
  return {};
}

void Invariants::violated(std::string what) {
  ++violations_;
  if (examples_.size() < 20) examples_.push_back(std::move(what));
}

void Invariants::won(std::string_view booking, std::string_view pilot) {
  const auto [winner, is_new] = winners_.emplace(booking, pilot);
  if (!is_new && winner->second != pilot) {
    violated(fmt::format("{} won by {} and by {}", booking, winner->second, pilot));
  }
}

void Invariants::offered(std::string_view pilot, std::string_view active) {
  if (!active.empty()) violated(fmt::format("{} was offered a booking while on {}", pilot, active));
}

}  // namespace waycast::simulate
