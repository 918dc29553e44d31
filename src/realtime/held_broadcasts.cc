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
  if (held_ == nullptr) held_ = std::make_unique<std::vector<PreparedRef>>();
  if (held_->size() == kMaxHeld) return connection_.close_slow();
  held_->push_back(emission);
}

void Socket::drop_held(const std::function<bool(const Emission&)>& is_told) {
  if (held_ == nullptr) return;
  std::erase_if(*held_, [&](const PreparedRef& held) {
    return is_told(std::get<Emission>(held->broadcast.action));
  });
}

void Socket::send_held() {
  const auto held = std::move(held_);
  if (held == nullptr) return;
  for (const PreparedRef& prepared : *held) {
    if (was_replayed(prepared->number)) continue;
    for (const engineio::PacketRef& packet : prepared->packets) send(packet);
  }
}

}  // namespace waycast::realtime
