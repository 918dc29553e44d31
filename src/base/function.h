// Callables that are moved, never copied: handlers and completions own what they captured.
#pragma once

#include <functional>

namespace waycast {

template <class Signature>
using UniqueFunction = std::move_only_function<Signature>;

using Task = UniqueFunction<void()>;

}  // namespace waycast
