// The answers of requests that may be repeated (idempotency.h): rendered on the storage thread and
// stored with the change that they tell of.
//
//   services.dispatch.create(booking, call->loop(), answer_with<BookingDetails>(call, render));
//   write_and_answer(services.store, call, op, render);   // op(StoreWrites&) -> Result<T>
//
// `render(const T&)` makes the http::Response. It is copied to another thread, so it must be pure
// and may not hold the call.
#pragma once

#include <string>
#include <utility>

#include "api/call.h"
#include "base/clock.h"
#include "tracking/account_limits.h"
#include "tracking/ports/committed.h"
#include "tracking/ports/store.h"

namespace waycast::api {

struct RepeatKey {
  std::string scope;        // identity, method and the route's path: whose key it is
  std::string key;          // as the client gave it
  std::string fingerprint;  // of the request's body
  TimePoint at{};
  std::string identity;         // whose keys are counted
  AccountRoom* room = nullptr;  // for how many
};

// ERR_1411 if somebody has answered under this key meanwhile, ERR_1412 for too many keys in a day.
Result<void> store_answer(StoreWrites& writes, const RepeatKey& key,
                          const http::Response& response);

// Keeps render(value), if the request may be repeated.
template <class T, class Render>
Alongside<T> kept_answer(const CallRef& call, Render render) {
  if (!call->repeat_key()) return {};
  return [key = call->repeat_key(), render = std::move(render)](StoreWrites& writes,
                                                                const auto&... value) {
    return store_answer(writes, *key, render(value...));
  };
}

// Answers the call with render(value), and keeps that answer.
template <class T, class Render>
Committed<T> answer_with(const CallRef& call, const Render& render) {
  return {call->then([call, render](const auto&... value) { call->send(render(value...)); }),
          kept_answer<T>(call, render)};
}

template <class Op, class Render>
void write_and_answer(Store& store, const CallRef& call, Op op, const Render& render) {
  using R = std::invoke_result_t<Op&, StoreWrites&>;
  using T = typename R::value_type;
  auto answer = answer_with<T>(call, render);
  store.write(
      call->loop(),
      [op = std::move(op), alongside = std::move(answer.alongside)](StoreWrites& writes) mutable {
        return store_alongside(writes, op(writes), alongside);
      },
      std::move(answer.done));
}

}  // namespace waycast::api
