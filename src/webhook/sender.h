// Sends webhooks over HTTP(S) from a thread of its own: whoever hands one over never waits,
// whatever the receiver does.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/clock.h"
#include "webhook/retry_queue.h"

namespace waycast::webhook {

struct SenderSettings {
  std::string secret;  // signs every body; auth/webhook_signature.h
  RetrySettings retry{};
  std::chrono::seconds timeout{10};  // of one attempt
};

class Sender {
 public:
  // `clock` outlives the sender.
  Sender(SenderSettings settings, const Clock& clock);
  ~Sender();  // stops; what still waits is dropped

  // Any thread. A delivery succeeds with any 2xx answer; anything else is retried with backoff.
  // False: the queue is full, the delivery is dropped and counted.
  bool send(Delivery delivery);

  RetryCounters counters() const;  // any thread

 private:
  void run();
  bool attempt(const Delivery& delivery);
  void settle(Delivery delivery, bool delivered);

  SenderSettings settings_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  RetryQueue queue_;
  bool stopping_ = false;
  struct Transfer;
  std::unique_ptr<Transfer> transfer_;  // sender thread only
  std::thread thread_;
};

}  // namespace waycast::webhook
