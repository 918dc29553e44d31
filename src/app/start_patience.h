// How start-up waits for a database that another process has locked, which is all that waiting can
// heal: for a while, saying so, and never longer than the operator wants to stop. Everything else
// ends start-up with its one line.
#pragma once

#include <functional>
#include <future>
#include <memory>

#include "base/clock.h"
#include "base/error.h"
#include "tracking/ports/store.h"

namespace waycast::app {

struct StartPatience {
  Duration lock_wait{0};
  // Waits up to so long; true as soon as start-up is to be given up.
  std::function<bool(Duration)> stop_within = [](Duration) { return false; };
};

using OpenStore = std::function<Result<std::unique_ptr<Store>>()>;

Result<std::unique_ptr<Store>> open_patiently(const OpenStore& open, const Clock& clock,
                                              const StartPatience& patience);

// Until `loaded`, which the reads of `store` lead to.
Result<void> await_loaded(const std::future<void>& loaded, const Store& store, const Clock& clock,
                          const StartPatience& patience);

}  // namespace waycast::app
