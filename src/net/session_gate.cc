#include "net/session_gate.h"

#include "protocol/http/client_address.h"

namespace waycast::net {

std::expected<SessionGate::Pass, SessionGate::Refusal> SessionGate::admit(
    const http::Request& request) {
  CountedKeys::Place place;
  if (limits_.max_of_address > 0) {
    const std::string client = http::client_address(request, limits_.trusted_proxies);
    auto entered = addresses_.enter(http::address_key(client), limits_.max_of_address);
    if (!entered) return std::unexpected(Refusal::kTooManyOfAddress);
    place = *std::move(entered);
  }
  const std::size_t before = sessions_.fetch_add(1, std::memory_order_relaxed);
  Pass pass(*this, std::move(place));
  if (before >= limits_.max_sessions) return std::unexpected(Refusal::kFull);
  return pass;
}

}  // namespace waycast::net
