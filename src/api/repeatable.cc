#include "api/repeatable.h"

#include <fmt/format.h>

#include "api/answer.h"
#include "api/booking_access.h"
#include "tracking/bookings/keep_answer.h"

namespace waycast::api {
namespace {

// As idempotency.cc reads it: "<fingerprint of the body> <status> <body of the answer>".
std::string stored_text(const Repeatable& repeatable, const http::Response& response) {
  return fmt::format("{} {} {}", repeatable.fingerprint, response.status, response.body);
}

}  // namespace

http::Response response_of(const BookingAnswer& answer, const BookingDetails& booking) {
  return success(answer.status, answer.message, booking_text(booking, answer.viewer));
}

std::optional<KeptAnswer> kept_answer(const CallRef& call, const BookingAnswer& answer) {
  if (!call->repeatable()) return std::nullopt;
  std::string around = stored_text(*call->repeatable(), success(answer.status, answer.message, {}));
  around.pop_back();  // the brace, which stands behind the booking
  return KeptAnswer{call->repeatable()->key, std::move(around), "}", answer.viewer};
}

std::optional<KeptAnswer> kept_answer(const CallRef& call, const http::Response& answer) {
  if (!call->repeatable()) return std::nullopt;
  return KeptAnswer{call->repeatable()->key, stored_text(*call->repeatable(), answer), {}, {}};
}

Committed<BookingDetails> answer_with(const CallRef& call, const BookingAnswer& answer) {
  return {call->then([call, answer](const BookingDetails& booking) {
            call->send(response_of(answer, booking));
          }),
          kept_answer(call, answer)};
}

Committed<void> answer_with(const CallRef& call, http::Response answer) {
  auto kept = kept_answer(call, answer);
  return {call->then([call, answer = std::move(answer)] { call->send(answer); }), std::move(kept)};
}

Result<void> store_response(StoreWrites& writes, const Repeatable* repeatable,
                            const http::Response& response) {
  if (repeatable == nullptr) return {};
  return store_answer(writes, *repeatable->room, repeatable->key,
                      stored_text(*repeatable, response));
}

}  // namespace waycast::api
