// Sends webhooks over HTTP(S) from threads of its own, one a receiver: whoever hands one over never
// waits, whatever the receivers do.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "webhook/lane.h"

namespace waycast::webhook {

class Sender {
 public:
  // `clock` outlives the sender.
  Sender(SenderSettings settings, const Clock& clock);
  ~Sender();  // stops; what still waits is dropped

  // Any thread. A delivery succeeds with any 2xx answer; anything else is retried with backoff.
  // False: the receiver's queue is full, the delivery is dropped and counted.
  bool send(Delivery delivery);

  RetryCounters counters() const;  // of all receivers; any thread

 private:
  Lane& lane_to(const std::string& url);

  const SenderSettings settings_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Lane>> lanes_;  // by URL: those of the settings
};

}  // namespace waycast::webhook
