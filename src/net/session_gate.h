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
    Pass(SessionGate& gate, CountedKeys::Key address) : gate_(&gate), address_(address) {}
    Pass(Pass&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), address_(other.address_) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave(address_);
    }

   private:
    SessionGate* gate_;
    CountedKeys::Key address_;
  };

  enum class Refusal : std::uint8_t { kFull, kTooManyOfAddress };

  explicit SessionGate(const SessionLimits& limits) : limits_(limits) {}
  // `request` opens the session.
  std::expected<Pass, Refusal> admit(const http::Request& request);

 private:
  void leave(CountedKeys::Key address);

  const SessionLimits limits_;
  std::atomic<std::size_t> sessions_ = 0;
  CountedKeys addresses_;
};

}  // namespace waycast::net
