#include "api/api.h"

#include <spdlog/spdlog.h>

#include "api/account_check.h"
#include "api/idempotency.h"
#include "api/rate_limiter.h"
#include "api/representation.h"
#include "api/resources.h"
#include "base/log_limit.h"
#include "protocol/http/client_address.h"

namespace waycast::api {
namespace {

bool is_request_id(std::string_view text) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

// What of a request its answer depends on, kept apart from the call.
struct Origin {
  std::string request_id, origin, method, path;
  Asked asked;
  SteadyTime started{};
};

bool allows(Access access, Role role) {
  if (access == Access::kOptional) return true;
  constexpr Access kOf[] = {Access::kUser, Access::kPilot, Access::kAdmin};
  const auto bit = static_cast<unsigned>(kOf[static_cast<std::size_t>(role)]);
  return (static_cast<unsigned>(access) & bit) != 0;
}

}  // namespace

class Api::Pipeline {
 public:
  Pipeline(Services services, Settings settings, const Probes& probes)
      : services_(services),
        settings_(std::move(settings)),
        per_address_(settings_.per_address),
        per_identity_(settings_.per_identity),
        sign_in_(settings_.sign_in_per_address),
        room_(settings_.accounts),
        idempotency_(services, room_) {
    add_all_routes(router_, services_, settings_, probes, room_);
  }

  void handle(const http::Request& request, Call::Respond respond, Loop& loop) {
    auto call = std::make_shared<Call>(request, loop, std::move(respond));
    decorate_answer(*call);
    if (request.body.size() > settings_.max_body) return call->send(body_too_large());
    auto match = router_.find(request.method, request.path());
    if (request.method == "OPTIONS" && !match.allow.empty()) {
      return call->send(http::preflight_answer(request, match.allow));
    }
    if (match.route == nullptr) return call->send(no_route(match));
    call->set_route(std::move(match.params), std::move(match.path));
    if (const auto wait = address_wait(*call, *match.route); wait > Duration{0}) {
      return call->send(too_many_requests(wait));
    }
    const Access access = match.route->access;
    if (access == Access::kPublic ||
        (access == Access::kOptional && request.header("Authorization").empty())) {
      return match.route->handler(call);
    }
    authenticate(call, *match.route);
  }

  http::Response refused(const http::Request& head, int status) {
    auto response = status == 413 ? body_too_large() : unreadable(status);
    decorate(origin_of(head), response);
    return response;
  }

  const Router& router() const { return router_; }
  const AccountRoom& room() const { return room_; }

 private:
  static http::Response body_too_large() {
    auto response = failure(Error{Code::kValidation, "Request body too large", {}});
    response.status = 413;
    return response;
  }

  // A request that the server refused while it read it.
  static http::Response unreadable(int status) {
    const bool is_full = status == 503;
    auto response = failure(Error{is_full ? Code::kUnavailable : Code::kValidation,
                                  std::string(http::reason_phrase(status)),
                                  {}});
    response.status = status;
    return response;
  }

  static http::Response no_route(const Router::Match& match) {
    auto response = failure(Error{Code::kNotFound, "Not found", {}});
    if (!match.allow.empty()) {
      response = failure(Error{Code::kNotFound, "Method not allowed", {}});
      response.status = 405;
      response.headers.push_back({"Allow", match.allow});
    }
    return response;
  }

  Origin origin_of(const http::Request& request) const {
    const auto given = request.header("X-Request-Id");
    return {.request_id = is_request_id(given) ? std::string(given) : new_id(services_.clock.now()),
            .origin = std::string(request.header("Origin")),
            .method = request.method,
            .path = std::string(request.path()),
            .asked = asked_by(request),
            .started = services_.clock.steady()};
  }

  // The way out, the same for every answer.
  void decorate(const Origin& from, http::Response& response) {
    represent(response, from.asked);
    http::add_cors(response, from.origin, settings_.cors);
    response.headers.push_back({"X-Request-Id", from.request_id});
    log_answer(from, response.status);
  }

  void decorate_answer(Call& call) {
    call.intercept(
        [this, from = origin_of(call.request())](http::Response response, Call::Respond next) {
          decorate(from, response);
          next(std::move(response));
        });
  }

  // Failures of ours are always worth a line, if not each of them.
  void log_answer(const Origin& from, int status) {
    const auto now = services_.clock.steady();
    const auto took = (now - from.started).count();
    if (status < 500 || status == 503) {
      return spdlog::debug("{} {} {} {} ms request={}", from.method, from.path, status, took,
                           from.request_id);
    }
    if (const auto skipped = failures_.admit(now)) {
      spdlog::warn("{} {} {} {} ms request={} ({} more not logged)", from.method, from.path, status,
                   took, from.request_id, *skipped);
    }
  }

  Duration sign_in_wait(const std::string& address) {
    return services_.refusals.noted(Limit::kSignIn,
                                    sign_in_.admit(address, services_.clock.steady()));
  }

  // Who sends a token where none is needed is counted once it is known whose (identity_wait).
  Duration address_wait(const Call& call, const Route& route) {
    if (route.throttle == Throttle::kFree) return Duration{0};
    const auto address = http::client_key(call.request(), settings_.trusted_proxies);
    const bool has_token =
        route.access != Access::kPublic && !call.request().header("Authorization").empty();
    if (route.throttle == Throttle::kSignIn && !has_token) {
      if (const auto wait = sign_in_wait(address); wait > Duration{0}) return wait;
    }
    return services_.refusals.noted(Limit::kAddress,
                                    per_address_.admit(address, services_.clock.steady()));
  }

  // A customer who registers pilots makes accounts as anybody else does.
  Duration identity_wait(const Call& call, const Route& route, const Principal& who) {
    if (route.throttle == Throttle::kSignIn && who.is(Role::kUser)) {
      const auto address = http::client_key(call.request(), settings_.trusted_proxies);
      if (const auto wait = sign_in_wait(address); wait > Duration{0}) return wait;
    }
    return services_.refusals.noted(Limit::kIdentity,
                                    per_identity_.admit(who.key(), services_.clock.steady()));
  }

  void authenticate(const CallRef& call, const Route& route) {
    auto who = services_.jwt.verify(call->request().header("Authorization"), services_.clock.now());
    if (!who) return call->fail(who.error());
    if (!allows(route.access, who->role)) return call->fail(Code::kRoleRequired);
    const auto wait = identity_wait(*call, route, *who);
    if (wait > Duration{0}) return call->send(too_many_requests(wait));
    call->set_who(std::move(*who));
    check_account(services_, call, [this, call, &route] { run(call, route); });
  }

  void run(const CallRef& call, const Route& route) {
    if (route.method == "POST") return idempotency_.run(call, route.handler);
    route.handler(call);
  }

  Services services_;
  Settings settings_;
  RateLimiter per_address_, per_identity_, sign_in_;
  AccountRoom room_;
  Idempotency idempotency_;
  LogLimit failures_;
  Router router_;
};

Api::Api(Services services, Settings settings, const Probes& probes)
    : pipeline_(std::make_unique<Pipeline>(services, std::move(settings), probes)) {}
Api::~Api() = default;

void Api::handle(const http::Request& request, UniqueFunction<void(http::Response)> respond,
                 Loop& loop) const {
  pipeline_->handle(request, std::move(respond), loop);
}

http::Response Api::refused(const http::Request& head, int status) const {
  return pipeline_->refused(head, status);
}

const AccountRoom& Api::room() const { return pipeline_->room(); }

std::vector<const Route*> Api::routes() const { return pipeline_->router().routes(); }

}  // namespace waycast::api
