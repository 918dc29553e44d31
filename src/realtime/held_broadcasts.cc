// What is broadcast to a socket's rooms while the application still reads what its client is to
// find.
#include <utility>

#include "realtime/connection.h"
#include "realtime/shard_server.h"

namespace waycast::realtime {
namespace {

constexpr std::size_t kMaxHeld = 1'000;  // a client of whom more is held comes back later

}  // namespace

void Socket::hold(const PreparedRef& emission) {
  const Delivery& delivery = std::get<Emission>(emission->broadcast.action).delivery;
  const bool is_reliable = !delivery.is_volatile && delivery.conflation_key == 0;
  if (state_ != State::kConnecting || !is_reliable) return;
  if (arriving_->held.size() == kMaxHeld) return connection_.close_slow();
  arriving_->held.push_back(emission);
}

void Socket::drop_held(const std::function<bool(const Emission&)>& is_told) {
  if (arriving_ == nullptr) return;
  std::erase_if(arriving_->held, [&](const PreparedRef& held) {
    return is_told(std::get<Emission>(held->broadcast.action));
  });
}

void Socket::send_held() {
  for (const PreparedRef& prepared : arriving_->held) {
    if (was_replayed(prepared->number)) continue;
    const auto& emission = std::get<Emission>(prepared->broadcast.action);
    send_message(prepared->packets, emission.delivery_of_packets());
  }
}

}  // namespace waycast::realtime
