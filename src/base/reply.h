// Who waits for the result of something that is done later, elsewhere.
#pragma once

#include <utility>

#include "base/error.h"
#include "base/executor.h"
#include "base/function.h"

namespace waycast {

// Called once, with the result.
template <class T>
using Done = UniqueFunction<void(Result<T>)>;

// A Done and where it runs: never inside the call, so that nobody is surprised by an early answer.
// Call it once. The executor outlives it.
template <class T>
class Reply {
 public:
  Reply(Executor& to, Done<T> done) : to_(&to), done_(std::move(done)) {}

  void operator()(Result<T> result) {
    to_->post([done = std::move(done_), result = std::move(result)]() mutable {
      done(std::move(result));
    });
  }
  void fail_with(const Error& error) { (*this)(std::unexpected(error)); }

  // For what posts by itself, as the store does.
  Executor& to() const { return *to_; }
  Done<T> take_done() { return std::move(done_); }

 private:
  Executor* to_;
  Done<T> done_;
};

}  // namespace waycast
