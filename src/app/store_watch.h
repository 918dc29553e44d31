// Can the store be written? Asks it once a second and remembers the answer, so that `/ready` never
// waits for a disk.
#pragma once

#include <atomic>
#include <cstdint>

#include "api/services.h"
#include "base/executor.h"
#include "tracking/ports/store.h"

namespace waycast::app {

class StoreWatch {
 public:
  // Both outlive the watch; `loop` is stopped before it is destroyed.
  StoreWatch(Loop& loop, Store& store) : loop_(loop), store_(store) {}

  void start();                              // any thread, once
  void set_stopping() { stopping_ = true; }  // any thread: not ready from now on
  api::Readiness check() const;              // any thread

 private:
  void ask();
  void answered(bool writable);

  Loop& loop_;
  Store& store_;
  std::uint64_t failures_seen_ = 0;  // loop only
  std::atomic<bool> started_ = false;
  std::atomic<bool> writable_ = true;
  std::atomic<bool> stopping_ = false;
};

}  // namespace waycast::app
