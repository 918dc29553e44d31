// The reply of a command, and the answer that is to be stored with its change.
#pragma once

#include <optional>
#include <utility>

#include "base/reply.h"
#include "tracking/ports/committed.h"

namespace waycast {

template <class T>
class CommandReply : public Reply<T> {
 public:
  CommandReply(Executor& to, Committed<T> committed)
      : Reply<T>(to, std::move(committed.done)), kept_(std::move(committed.kept)) {}

  const std::optional<KeptAnswer>& kept() const { return kept_; }

 private:
  std::optional<KeptAnswer> kept_;
};

}  // namespace waycast
