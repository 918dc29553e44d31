// Who is told that a change is committed, and what else is to be stored with it. The second half is
// how a repeatable request keeps its answer: whoever finds the change finds the answer, whatever
// was killed in between.
#pragma once

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

#include "base/error.h"
#include "base/function.h"
#include "tracking/ports/store_writes.h"

namespace waycast {

template <class T>
using Done = UniqueFunction<void(Result<T>)>;

template <class T>
struct AlongsideOf {
  using type = std::function<Result<void>(StoreWrites&, const T&)>;
};
template <>
struct AlongsideOf<void> {
  using type = std::function<Result<void>(StoreWrites&)>;
};
// Runs in the change's own store operation, after it; an error undoes both. May run twice, as every
// operation may. Empty: nothing more is stored.
template <class T>
using Alongside = typename AlongsideOf<T>::type;

// Made of a completion where nothing is stored besides.
template <class T>
struct Committed {
  template <class Function>
    requires(!std::same_as<std::remove_cvref_t<Function>, Committed>)
  Committed(Function told, Alongside<T> stored = {})
      : done(std::move(told)), alongside(std::move(stored)) {}

  Done<T> done;
  Alongside<T> alongside;
};

// `made`, if what is to be stored with it could be.
template <class T>
Result<T> store_alongside(StoreWrites& writes, Result<T> made, const Alongside<T>& alongside) {
  if (!made || !alongside) return made;
  Result<void> stored;
  if constexpr (std::is_void_v<T>) {
    stored = alongside(writes);
  } else {
    stored = alongside(writes, *made);
  }
  return stored ? made : std::unexpected(stored.error());
}

}  // namespace waycast
