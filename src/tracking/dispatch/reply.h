// An answer that is still owed: where it goes, and who waits for it there.
#pragma once

#include <optional>
#include <utility>

#include "tracking/ports/dispatch.h"

namespace waycast {

// Call it once. The executor outlives the call.
template <class T>
class Reply {
 public:
  Reply(Executor& to, Done<T> done) : to_(&to), done_(std::move(done)) {}
  Reply(Executor& to, Committed<T> committed)
      : to_(&to), done_(std::move(committed.done)), kept_(std::move(committed.kept)) {}

  // The answer to be stored with the change; to be taken before the reply is moved on.
  const std::optional<KeptAnswer>& kept() const { return kept_; }

  void operator()(Result<T> result) {
    to_->post([done = std::move(done_), result = std::move(result)]() mutable {
      done(std::move(result));
    });
  }
  void fail_with(const Error& error) { (*this)(std::unexpected(error)); }

 private:
  Executor* to_;
  Done<T> done_;
  std::optional<KeptAnswer> kept_;
};

}  // namespace waycast
