// A POST that can be repeated safely: the answer of the first one is kept under its
// `Idempotency-Key` and given again (draft-ietf-httpapi-idempotency-key-header).
//
// Same key and body: the stored answer. Same key while the first is still running: 409 ERR_1411.
// Same key, other body: 409 ERR_1411. Only successes are kept: what failed changed nothing. The
// answer is committed with the change (repeatable.h), so that a server killed at any moment never
// does the same thing twice. Keys belong to one identity and path, and are kept for a day.
// Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

#include "api/call.h"
#include "api/services.h"

namespace waycast::api {

class Idempotency {
 public:
  Idempotency(Services services, AccountRoom& room) : services_(services), room_(room) {}

  // Runs `handler` for the call, or answers it from what is known. Only for authenticated calls.
  void run(const CallRef& call, const Handler& handler);

 private:
  struct Running {
    std::mutex mutex;
    std::unordered_set<std::string> keys;
  };
  class Claim;  // a key that is running, until destroyed

  Services services_;
  AccountRoom& room_;
  std::shared_ptr<Running> running_ = std::make_shared<Running>();
};

}  // namespace waycast::api
