#include "app/rest_host.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace waycast::app {

namespace {

// The Api refuses bodies over its own limit; this one only bounds memory.
net::RouteOptions options_of(const api::Api& api) {
  return {.max_body = 1'000'000,
          .on_refusal = [&api](const http::Request& head, http::Response& refusal) {
            refusal = api.refused(head, refusal.status);
          }};
}

void count(RestCounters& counters, int status, std::chrono::steady_clock::duration took) {
  const std::size_t kind = static_cast<std::size_t>(std::clamp(status / 100, 1, 5)) - 1;
  counters.answers[kind].add();
  counters.microseconds.observe(static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
}

net::Handler handler_of(const api::Api& api, net::Shard& shard, RestCounters& counters) {
  return [&api, &shard, &counters](std::unique_ptr<net::Exchange> exchange) {
    const http::Request& request = exchange->request();
    const auto started = std::chrono::steady_clock::now();
    api.handle(
        request,
        [&counters, started, exchange = std::move(exchange)](http::Response response) {
          count(counters, response.status, std::chrono::steady_clock::now() - started);
          exchange->respond(std::move(response));
        },
        shard);
  };
}

}  // namespace

void serve_rest(net::Router& router, const api::Api& api, net::Shard& shard,
                RestCounters& counters) {
  // A longer prefix than Socket.IO's own: the client script is a page like any other.
  router.add("/socket.io/socket.io.js", handler_of(api, shard, counters), options_of(api));
  router.set_fallback(handler_of(api, shard, counters), options_of(api));
}

}  // namespace waycast::app
