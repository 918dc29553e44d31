// One receiver's webhooks, sent in order from a thread of its own: a receiver that hangs keeps no
// other's waiting, and no one-time password.
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
  std::string secret;                // signs every body; auth/webhook_signature.h
  RetrySettings retry{};             // of each receiver
  std::chrono::seconds timeout{10};  // of one attempt
};

class Lane {
 public:
  // Both outlive the lane.
  Lane(const SenderSettings& settings, const Clock& clock);
  ~Lane();  // stops; what still waits is dropped

  // Any thread. False: the queue is full, the delivery is dropped and counted.
  bool send(Delivery delivery);
  RetryCounters counters() const;  // any thread
  void stop();                     // any thread; returns at once

 private:
  void run();
  bool attempt(const Delivery& delivery);
  void settle(Delivery delivery, bool delivered);

  const SenderSettings& settings_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  RetryQueue queue_;
  bool stopping_ = false;
  struct Transfer;
  std::unique_ptr<Transfer> transfer_;  // the lane's thread only
  std::thread thread_;
};

}  // namespace waycast::webhook
