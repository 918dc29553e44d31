#include "net/router.h"

#include <algorithm>

#include "net/request_reader.h"

namespace waycast::net {

namespace {

bool matches(std::string_view prefix, std::string_view path) {
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || path[prefix.size()] == '/';
}

}  // namespace

Router::Router() {
  set_fallback([](std::unique_ptr<Exchange> exchange) {
    exchange->respond(message_response(404, "Not found"));
  });
}

void Router::add(std::string_view prefix, Handler handler, RouteOptions options) {
  while (prefix.ends_with('/')) prefix.remove_suffix(1);
  const auto longer = [&](const Route& route) { return route.prefix.size() >= prefix.size(); };
  const auto at = std::find_if_not(routes_.begin(), routes_.end(), longer);
  routes_.insert(at, Route{std::string(prefix), std::move(handler), std::move(options)});
}

void Router::set_fallback(Handler handler, RouteOptions options) {
  fallback_ = Route{{}, std::move(handler), std::move(options)};
}

Router::Route& Router::find(std::string_view path) {
  for (Route& route : routes_) {
    if (matches(route.prefix, path)) return route;
  }
  return fallback_;
}

}  // namespace waycast::net
