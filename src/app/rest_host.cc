#include "app/rest_host.h"

#include <utility>

namespace waycast::app {

namespace {

// The Api refuses bodies over its own limit with the contract's answer; this one only bounds
// memory.
constexpr net::RouteOptions kOptions{.max_body = 1'000'000};

net::Handler handler_of(const api::Api& api, net::Shard& shard) {
  return [&api, &shard](std::unique_ptr<net::Exchange> exchange) {
    const http::Request& request = exchange->request();
    api.handle(
        request,
        [exchange = std::move(exchange)](http::Response response) {
          exchange->respond(std::move(response));
        },
        shard);
  };
}

}  // namespace

void serve_rest(net::Router& router, const api::Api& api, net::Shard& shard) {
  // A longer prefix than Socket.IO's own: the client script is a page like any other.
  router.add("/socket.io/socket.io.js", handler_of(api, shard), kOptions);
  router.set_fallback(handler_of(api, shard), kOptions);
}

}  // namespace waycast::app
