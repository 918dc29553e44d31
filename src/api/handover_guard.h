// Keeps the handover codes of a booking from being guessed: five wrong ones under a key lock it for
// 15 minutes, whatever code comes then. The store keeps the count, so that a restart gives nobody
// more guesses; while the server runs, the time of a lock is steady time.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/clock.h"
#include "base/executor.h"
#include "base/reply.h"
#include "tracking/ports/store.h"

namespace waycast::api {

// Thread-safe. Outlives its answers.
class HandoverGuard {
 public:
  // Both outlive the guard.
  HandoverGuard(Store& store, const Clock& clock) : store_(store), clock_(clock) {}

  // Counts an attempt as wrong before it is checked, so that guesses racing each other cannot pass
  // the limit; then `done` on the loop: 0 allows it, otherwise how long to wait. One of the next
  // three follows an attempt that was allowed.
  void admit(const std::string& key, Executor& loop, Done<Duration> done);
  void succeeded(const std::string& key, Executor& loop);
  void not_judged(const std::string& key);  // refused for another reason: it does not count
  // `done` on the loop once it is stored; an error means that it could not be.
  void was_wrong(const std::string& key, Executor& loop, Done<void> done);

  std::size_t size() const;  // keys in memory

 private:
  struct Tries {
    int wrong = 0;
    bool is_stored = false;
    SteadyTime locked_until{};
    SteadyTime last_use{};
  };
  Duration count_attempt(const std::string& key);
  void learn(const std::string& key, const std::optional<HandoverAttempts>& stored);
  void make_room(SteadyTime now);

  Store& store_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Tries> tries_;
};

}  // namespace waycast::api
