// Answers of reads, made where the rows are: the JSON, its ETag and its gzip on the reader's
// thread, so that a long list stalls no shard.
//
//   read_and_answer(services.store, call, op, render);   // op(StoreReads&) -> Result<T>
//
// `render(const T&)` makes the http::Response. Both run on another thread: they may not hold the
// call. scan_and_answer is for what may take long (Store::read_long).
#pragma once

#include <utility>

#include "api/call.h"
#include "api/representation.h"
#include "tracking/ports/store.h"

namespace waycast::api {

template <class Op, class Render>
auto answer_on_reader(const CallRef& call, Op op, Render render) {
  return [op = std::move(op), render = std::move(render),
          asked = asked_by(call->request())](StoreReads& reads) mutable -> Result<http::Response> {
    auto found = op(reads);
    if (!found) return std::unexpected(found.error());
    http::Response response = render(std::as_const(*found));
    represent(response, asked);
    return response;
  };
}

template <class Op, class Render>
void read_and_answer(Store& store, const CallRef& call, Op op, Render render) {
  store.read(call->loop(), answer_on_reader(call, std::move(op), std::move(render)),
             call->then([call](http::Response response) { call->send(std::move(response)); }));
}

template <class Op, class Render>
void scan_and_answer(Store& store, const CallRef& call, Op op, Render render) {
  store.read_long(call->loop(), call->who().key(),
                  answer_on_reader(call, std::move(op), std::move(render)),
                  [call](Result<http::Response> response) {
                    const bool is_over = !response && response.error().code == Code::kRateLimit;
                    if (is_over) return call->send(too_many_requests(std::chrono::seconds(1)));
                    if (!response) return call->fail(response.error());
                    call->send(*std::move(response));
                  });
}

// How a list's page is rendered: `write(JsonWriter&, const T&)` for each item.
template <class Write>
auto page_answer(std::string_view message, PageRequest page, Write write) {
  return [message, page, write](const auto& found) {
    const PageMeta meta{page, found.total};
    return success(200, message, json_list(found.items, write), &meta);
  };
}

}  // namespace waycast::api
