// Which handler gets a request: the longest path prefix wins, on whole segments. "/api/v1" takes
// "/api/v1", "/api/v1/" and "/api/v1/bookings", not "/api/v10". Methods are the handler's affair.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/http_server.h"

namespace waycast::net {

struct RouteOptions {
  std::size_t max_body = 1'000'000;  // bytes, unchunked; more is answered 413
  // Has the last word on what the server itself answers (400, 408, 413, 414, 431, 500, 501, 503,
  // 505): its form, and the headers that let a page of another origin read it. `head` is what is
  // known of the request; of one that could not be read perhaps its target and origin
  // (request_sketch.h).
  std::function<void(const http::Request& head, http::Response& refusal)> on_refusal = {};
  // Told of a request when its head is read, and may refuse nothing. What it returns is dropped
  // when the body has come, too, before the handler is called, or when it will not come.
  std::function<std::shared_ptr<void>(const http::Request& head)> on_head = {};
};

// One per shard, filled before the server starts; used on the shard's thread only.
class Router {
 public:
  struct Route {
    std::string prefix;
    Handler handler;
    RouteOptions options;
  };

  Router();  // the fallback answers 404 {"message":"Not found"}

  void add(std::string_view prefix, Handler handler, RouteOptions options = {});
  // Takes what no prefix takes (a proxy, a single-page app).
  void set_fallback(Handler handler, RouteOptions options = {});

  Route& find(std::string_view path);

 private:
  std::vector<Route> routes_;  // longest prefix first
  Route fallback_;
};

}  // namespace waycast::net
