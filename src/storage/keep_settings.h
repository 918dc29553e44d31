// What the store forgets by itself, a few old rows with each new one.
#pragma once

#include <cstdint>

#include "base/clock.h"

namespace waycast {

struct KeepSettings {
  std::int64_t notifications = 1'000;         // the newest of an account
  Duration matching = std::chrono::days{90};  // ended offers, and the journal of matching
};

}  // namespace waycast
