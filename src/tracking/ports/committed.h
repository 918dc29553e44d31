// Who is told that a command was carried out, and the answer that is to be stored with its change.
#pragma once

#include <concepts>
#include <optional>
#include <utility>

#include "base/reply.h"
#include "tracking/ports/kept_answer.h"

namespace waycast {

// Made of a completion where no answer is kept.
template <class T>
struct Committed {
  template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, Committed>)
  Committed(Function told, std::optional<KeptAnswer> answer = {})
      : done(std::move(told)), kept(std::move(answer)) {}

  Done<T> done;
  std::optional<KeptAnswer> kept;  // stored in the change's own write: an error undoes both
};

}  // namespace waycast
