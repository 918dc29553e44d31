#include "webhook/retry_queue.h"

#include <algorithm>
#include <utility>

namespace waycast::webhook {

bool RetryQueue::later(const Waiting& a, const Waiting& b) {
  return std::pair(a.due, a.order) > std::pair(b.due, b.order);
}

void RetryQueue::insert(Delivery delivery, SteadyTime due) {
  waiting_.push_back({due, ++last_order_, std::move(delivery)});
  std::ranges::push_heap(waiting_, later);
}

bool RetryQueue::push(Delivery delivery, SteadyTime now) {
  if (waiting_.size() >= settings_.limit) {
    ++counters_.dropped;
    return false;
  }
  insert(std::move(delivery), now);
  return true;
}

std::optional<SteadyTime> RetryQueue::next_due() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().due;
}

std::optional<Delivery> RetryQueue::take_due(SteadyTime now) {
  if (waiting_.empty() || waiting_.front().due > now) return std::nullopt;
  std::ranges::pop_heap(waiting_, later);
  Delivery delivery = std::move(waiting_.back().delivery);
  waiting_.pop_back();
  return delivery;
}

Duration RetryQueue::delay_after(int attempts) const {
  const Duration doubled = settings_.first_delay * (1LL << std::min(attempts - 1, 30));
  return std::min(doubled, settings_.max_delay);
}

bool RetryQueue::failed(Delivery delivery, SteadyTime now) {
  ++counters_.failed_attempts;
  if (++delivery.attempts >= settings_.max_attempts) {
    ++counters_.dropped;
    return false;
  }
  const Duration delay = delay_after(delivery.attempts);
  insert(std::move(delivery), now + delay);
  return true;
}

}  // namespace waycast::webhook
