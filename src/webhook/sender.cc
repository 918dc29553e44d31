#include "webhook/sender.h"

namespace waycast::webhook {

Sender::Sender(SenderSettings settings, const Clock& clock)
    : settings_(std::move(settings)), clock_(clock) {}

Sender::~Sender() {
  for (const auto& [url, lane] : lanes_) lane->stop();
}

Lane& Sender::lane_to(const std::string& url) {
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Lane>& lane = lanes_[url];
  if (lane == nullptr) lane = std::make_unique<Lane>(settings_, clock_);
  return *lane;
}

bool Sender::send(Delivery delivery) {
  Lane& lane = lane_to(delivery.url);
  return lane.send(std::move(delivery));
}

RetryCounters Sender::counters() const {
  const std::lock_guard lock(mutex_);
  RetryCounters sum;
  for (const auto& [url, lane] : lanes_) {
    const RetryCounters one = lane->counters();
    sum.delivered += one.delivered;
    sum.failed_attempts += one.failed_attempts;
    sum.dropped += one.dropped;
  }
  return sum;
}

}  // namespace waycast::webhook
