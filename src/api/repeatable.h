// The answers of requests that may be repeated (idempotency.h), stored with the change that they
// tell of.
//
//   services.dispatch.create(booking, call->loop(), answer_with(call, kBooked));
//   write_and_answer(services.store, call, op, render);   // op(StoreWrites&) -> Result<T>
//
// A command of dispatch carries its answer as data, around the booking that it gives; where the API
// itself writes to the store, `render(const T&)` makes the http::Response on the storage thread: it
// must be pure and may not hold the call.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "api/call.h"
#include "tracking/account_limits.h"
#include "tracking/ports/committed.h"
#include "tracking/ports/store.h"

namespace waycast::api {

// Of a call that may be repeated.
struct Repeatable {
  RepeatKey key;
  std::string fingerprint;      // of the request's body
  AccountRoom* room = nullptr;  // for how many keys
};

// Success, with a booking as `viewer` may see it.
struct BookingAnswer {
  int status = 200;
  std::string_view message;
  Viewer viewer{};
};
http::Response response_of(const BookingAnswer& answer, const BookingDetails& booking);

// What is to be kept of it, if the call may be repeated.
std::optional<KeptAnswer> kept_answer(const CallRef& call, const BookingAnswer& answer);
std::optional<KeptAnswer> kept_answer(const CallRef& call, const http::Response& answer);

// Answers the call, and keeps that answer.
Committed<BookingDetails> answer_with(const CallRef& call, const BookingAnswer& answer);
Committed<void> answer_with(const CallRef& call, http::Response answer);

// Keeps the response, if the call may be repeated.
Result<void> store_response(StoreWrites& writes, const Repeatable* repeatable,
                            const http::Response& response);

template <class Op, class Render>
void write_and_answer(Store& store, const CallRef& call, Op op, const Render& render) {
  using R = std::invoke_result_t<Op&, StoreWrites&>;
  store.write(
      call->loop(),
      [op = std::move(op), repeatable = call->repeatable(), render](StoreWrites& writes) mutable {
        R made = op(writes);
        if (!made) return made;
        const auto kept = store_response(writes, repeatable.get(), render(*made));
        return kept ? made : R(std::unexpected(kept.error()));
      },
      call->then([call, render](const auto& value) { call->send(render(value)); }));
}

}  // namespace waycast::api
