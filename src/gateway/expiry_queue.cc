#include "gateway/expiry_queue.h"

#include <algorithm>

#include "gateway/answer.h"

namespace waycast::gateway {
namespace {

constexpr Duration kLongestTimer{5'000};  // a step of the wall clock is noticed within it

}  // namespace

void ExpiryQueue::add(realtime::SocketRef socket, TimePoint expires) {
  if (heap_.size() >= clean_at_) forget_gone();
  heap_.push_back({expires, socket});
  std::ranges::push_heap(heap_, is_later);
  set_timer();
}

// Sockets mostly leave long before their token does.
void ExpiryQueue::forget_gone() {
  std::erase_if(heap_,
                [this](const Entry& entry) { return server_.find(entry.socket) == nullptr; });
  std::ranges::make_heap(heap_, is_later);
  clean_at_ = std::max<std::size_t>(1'024, heap_.size() * 2);
}

void ExpiryQueue::set_timer() {
  if (heap_.empty()) return;
  const Clock& clock = server_.loop().clock();
  const Duration left =
      std::clamp<Duration>(heap_.front().expires - clock.now(), Duration{1}, kLongestTimer);
  const SteadyTime at = clock.steady() + left;
  if (timer_ != 0 && timer_at_ <= at) return;
  if (timer_ != 0) server_.loop().cancel(timer_);
  timer_at_ = at;
  timer_ = server_.loop().after(left, [this] {
    timer_ = 0;
    close_expired();
    set_timer();
  });
}

void ExpiryQueue::close_expired() {
  const TimePoint now = server_.loop().clock().now();
  while (!heap_.empty() && heap_.front().expires <= now) {
    std::ranges::pop_heap(heap_, is_later);
    const realtime::SocketRef ref = heap_.back().socket;
    heap_.pop_back();
    realtime::Socket* socket = server_.find(ref);
    if (socket == nullptr) continue;
    emit_error(*socket, fail(Code::kTokenExpired).error());
    socket->close_transport();
  }
}

}  // namespace waycast::gateway
