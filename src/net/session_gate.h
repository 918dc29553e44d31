// Lets Engine.IO sessions in while there is room: a polling session needs no connection, so that
// without a limit one client could open as many as memory holds.
#pragma once

#include <atomic>
#include <cstddef>
#include <expected>
#include <utility>

#include "base/counted_keys.h"
#include "net/engineio_settings.h"
#include "protocol/http/message.h"

namespace waycast::net {

// One for all shards of a server; thread-safe. Outlives its passes.
class SessionGate {
 public:
  // A session's place among all and among those of its client's address.
  class Pass {
   public:
    Pass(SessionGate& gate, CountedKeys::Place place) : gate_(&gate), place_(std::move(place)) {}
    Pass(Pass&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), place_(std::move(other.place_)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->sessions_.fetch_sub(1, std::memory_order_relaxed);
    }

   private:
    SessionGate* gate_;
    CountedKeys::Place place_;
  };

  enum class Refusal : std::uint8_t { kFull, kTooManyOfAddress };

  explicit SessionGate(const SessionLimits& limits) : limits_(limits) {}
  // `request` opens the session.
  std::expected<Pass, Refusal> admit(const http::Request& request);

 private:
  const SessionLimits limits_;
  std::atomic<std::size_t> sessions_ = 0;
  CountedKeys addresses_;
};

}  // namespace waycast::net
