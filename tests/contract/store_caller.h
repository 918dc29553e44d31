// A store as if it were synchronous: every call waits for its answer.
#pragma once

#include <future>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "tracking/ports/store.h"

namespace waycast {

// Calls a store and waits for its answer.
class StoreCaller {
 public:
  StoreCaller(Store& store, Executor& loop) : store_(store), loop_(loop) {}

  template <class Op>
  auto read(Op op) {
    using R = std::invoke_result_t<Op&, StoreReads&>;
    auto answer = std::make_shared<std::promise<R>>();
    store_.read(loop_, std::move(op), [answer](R result) { answer->set_value(std::move(result)); });
    return answer->get_future().get();
  }
  template <class Op>
  auto write(Op op) {
    return start_write(std::move(op)).get();
  }
  template <class Op>
  auto start_write(Op op) {
    using R = std::invoke_result_t<Op&, StoreWrites&>;
    auto answer = std::make_shared<std::promise<R>>();
    store_.write(loop_, std::move(op),
                 [answer](R result) { answer->set_value(std::move(result)); });
    return answer->get_future();
  }
  Result<void> append(PointRow point) {
    auto answer = std::make_shared<std::promise<Result<void>>>();
    store_.append_point(std::move(point), {&loop_, true, [answer](Result<void> result) {
                                             answer->set_value(std::move(result));
                                           }});
    return answer->get_future().get();
  }
  Result<AppendOutcome> append_all(std::vector<PointRow> points) {
    auto answer = std::make_shared<std::promise<Result<AppendOutcome>>>();
    store_.append_points(std::move(points), loop_, [answer](Result<AppendOutcome> result) {
      answer->set_value(std::move(result));
    });
    return answer->get_future().get();
  }

 private:
  Store& store_;
  Executor& loop_;
};

}  // namespace waycast
