#include "net/session_gate.h"

#include "protocol/http/client_address.h"

namespace waycast::net {

std::expected<SessionGate::Pass, SessionGate::Refusal> SessionGate::admit(
    const http::Request& request) {
  CountedKeys::Key address = CountedKeys::kNone;
  if (limits_.max_of_address > 0) {
    const std::string client = http::client_address(request, limits_.trusted_proxies);
    address = CountedKeys::key_of(http::address_key(client));
    if (!addresses_.enter(address, limits_.max_of_address)) {
      return std::unexpected(Refusal::kTooManyOfAddress);
    }
  }
  Pass pass(*this, address);
  const std::size_t before = sessions_.fetch_add(1, std::memory_order_relaxed);
  if (before >= limits_.max_sessions) return std::unexpected(Refusal::kFull);
  return pass;
}

void SessionGate::leave(CountedKeys::Key address) {
  sessions_.fetch_sub(1, std::memory_order_relaxed);
  addresses_.leave(address);
}

}  // namespace waycast::net
