// Which webhook is to be tried when: a bounded queue with exponential backoff, sans-IO (time in,
// deliveries out; docs/webhooks.md, "Delivery").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"

namespace waycast::webhook {

// One message for one receiver.
struct Delivery {
  std::string id;    // the same on every attempt: receivers drop repeats by it
  std::string type;  // "booking.status"
  std::string url;
  std::string body;  // JSON
  int attempts = 0;
};

struct RetrySettings {
  std::size_t limit = 10'000;  // deliveries waiting; what comes beyond is dropped and counted
  int max_attempts = 8;
  Duration first_delay{1'000};  // doubled after each failure
  Duration max_delay{600'000};
};

struct RetryCounters {
  std::uint64_t delivered = 0, failed_attempts = 0, dropped = 0;
};

// Not thread-safe.
class RetryQueue {
 public:
  explicit RetryQueue(RetrySettings settings) : settings_(settings) {}

  bool push(Delivery delivery, SteadyTime now);  // false: dropped
  std::optional<Delivery> take_due(SteadyTime now);
  std::optional<SteadyTime> next_due() const;

  void succeeded() { ++counters_.delivered; }
  // Comes back later, or is dropped after the last attempt (false).
  bool failed(Delivery delivery, SteadyTime now);

  std::size_t size() const { return waiting_.size(); }
  const RetryCounters& counters() const { return counters_; }

 private:
  struct Waiting {
    SteadyTime due;
    std::uint64_t order;
    Delivery delivery;
  };
  static bool later(const Waiting& a, const Waiting& b);
  void insert(Delivery delivery, SteadyTime due);
  Duration delay_after(int attempts) const;

  RetrySettings settings_;
  std::vector<Waiting> waiting_;  // a heap, the earliest first
  std::uint64_t last_order_ = 0;
  RetryCounters counters_;
};

}  // namespace waycast::webhook
