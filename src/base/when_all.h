// Several things are begun at once, and something is to follow when the last of them is done.
//
//   WhenAll all([answer] { answer(); });
//   for (const BookingId& id : bookings) follow(id, all.part());
//   all.close();
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

#include "base/function.h"

namespace waycast {

// One thread: where the parts are done, the task runs. A part that is never called keeps the task
// from running; the last that is dropped drops the task.
class WhenAll {
 public:
  explicit WhenAll(Task then) : state_(std::make_shared<State>(std::move(then))) {}

  // One more to wait for: whoever does it calls this once.
  Task part() {
    ++state_->remaining;
    return [state = state_] { state->one_less(); };
  }
  // No more parts follow. If all are done by now, or there were none, the task runs in this call.
  void close() { state_->one_less(); }

 private:
  struct State {
    explicit State(Task task) : then(std::move(task)) {}
    void one_less() {
      if (--remaining == 0) std::exchange(then, {})();
    }

    Task then;
    std::size_t remaining = 1;  // close()
  };

  std::shared_ptr<State> state_;
};

}  // namespace waycast
