// A store as a command uses it: one operation after another, each waited for. Not on a thread that
// serves anybody.
#pragma once

#include <future>
#include <type_traits>
#include <utility>

#include "tracking/ports/store.h"

namespace waycast {

// Takes an answer where it is given, on the store's own thread.
class AnswerHere final : public Executor {
 public:
  void post(Task task) override { task(); }
};

// `op(StoreWrites&)` as Store::write() has it; its result after the commit.
template <class Op>
auto write_and_wait(Store& store, Op op) {
  using R = std::invoke_result_t<Op&, StoreWrites&>;
  AnswerHere here;
  std::promise<R> answer;
  store.write(here, std::move(op), [&answer](R result) { answer.set_value(std::move(result)); });
  return answer.get_future().get();
}

}  // namespace waycast
