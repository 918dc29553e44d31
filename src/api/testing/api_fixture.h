// The API on sample rows, one loop and fakes; answers are checked against the OpenAPI document.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "api/api.h"
#include "api/documents.h"
#include "api/testing/answer.h"
#include "api/testing/fake_dispatch.h"
#include "api/testing/fake_live.h"
#include "api/testing/schema.h"
#include "base/manual_loop.h"
#include "storage/testing/seed.h"

namespace waycast::api::testing {

class FakeSender final : public auth::OtpSender {
 public:
  std::vector<auth::OtpMessage> sent;
  void send(auth::OtpMessage message, Executor& reply_to, Done<void> done) override {
    sent.push_back(std::move(message));
    reply_to.post([done = std::move(done)]() mutable { done(Result<void>{}); });
  }
};

class ApiFixture : public ::testing::Test {
 protected:
  static constexpr int kPilots = 3;

  ApiFixture() { make_api(); }

  void make_api() {
    api.reset();
    const Services all{store, dispatch, live, jwt, sender, loop, loop.clock(), refusals};
    api = std::make_unique<Api>(all, settings, probes);
  }

  TimePoint now() { return loop.clock().now(); }

  std::string token(Role role, const std::string& id) {
    return "Bearer " + jwt.sign({.role = role, .id = id, .name = "", .expires_at = {}},
                                std::chrono::hours(1), now());
  }
  std::string user(int n = 0) { return token(Role::kUser, numbered("user", n)); }
  std::string pilot(int n = 0) { return token(Role::kPilot, numbered("pilot", n)); }
  std::string admin() { return token(Role::kAdmin, "admin-000000"); }

  http::Request request(std::string_view method, std::string_view target,
                        std::string_view authorization = {}, std::string_view body = {}) {
    http::Request out;
    out.method = method;
    out.target = target;
    out.remote_address = "203.0.113.7";
    out.body = body;
    if (!authorization.empty()) {
      out.headers.push_back({"Authorization", std::string(authorization)});
    }
    return out;
  }

  // Sends and runs the loop until the answer is there.
  Answer send(const http::Request& given) {
    std::optional<http::Response> got;
    api->handle(given, [&](http::Response response) { got = std::move(response); }, loop);
    loop.run();
    EXPECT_TRUE(got.has_value()) << given.method << " " << given.target << " was not answered";
    Answer answer{got.value_or(http::Response{}), {}};
    const bool packed = !answer.header("Content-Encoding").empty();
    if (!packed && !answer.response.body.empty() &&
        answer.header("Content-Type").starts_with("application/json")) {
      answer.json = boost::json::parse(answer.response.body);
      check_documented(given, answer);
    }
    return answer;
  }
  Answer send(std::string_view method, std::string_view target, std::string_view authorization = {},
              std::string_view body = {}) {
    return send(request(method, target, authorization, body));
  }

  void expect_failure(const Answer& answer, int status, std::string_view code) {
    EXPECT_EQ(answer.status(), status) << answer.response.body;
    EXPECT_EQ(answer.code(), code) << answer.response.body;
  }

  // "GET /api/v1/bookings/{id}" of the request, or empty.
  std::string operation_of(const http::Request& given) const {
    Router router;
    for (const Route* route : api->routes()) {
      router.add(route->method, route->pattern, route->access, route->handler);
    }
    const auto match = router.find(given.method, given.path());
    return match.route == nullptr ? std::string() : documented_name(*match.route);
  }

  static std::string documented_name(const Route& route) {
    std::string path;
    for (std::size_t i = 0; i < route.pattern.size(); ++i) {
      if (route.pattern[i] != ':') {
        path += route.pattern[i];
        continue;
      }
      const auto end = std::min(route.pattern.find('/', i), route.pattern.size());
      path += "{" + route.pattern.substr(i + 1, end - i - 1) + "}";
      i = end - 1;
    }
    return route.method + " " + path;
  }

  void check_documented(const http::Request& given, const Answer& answer) {
    const auto operation = operation_of(given);
    if (operation.empty()) return;  // 404 and 405 belong to no operation
    const auto space = operation.find(' ');
    std::string method = operation.substr(0, space);
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    const auto& paths = schemas.root().at("paths").as_object();
    const auto* path = paths.if_contains(operation.substr(space + 1));
    ASSERT_NE(path, nullptr) << operation << " is not documented";
    const auto& responses = path->at(method).at("responses").as_object();
    const auto* response = responses.if_contains(std::to_string(answer.status()));
    ASSERT_NE(response, nullptr) << operation << " may not answer " << answer.response.body;
    const auto& schema =
        schemas.resolve(*response).at("content").at("application/json").at("schema");
    const auto problem = schemas.problem(schema, answer.json);
    EXPECT_FALSE(problem.has_value()) << operation << ": " << problem.value_or("") << "\n"
                                      << answer.response.body;
  }

  ManualLoop loop;
  InlineStore store;
  FakeDispatch dispatch{store, loop.clock()};
  FakeLive live;
  FakeSender sender;
  LimitCounters refusals;
  auth::Jwt jwt{"0123456789abcdef0123456789abcdef-test"};
  Settings settings;
  Probes probes;
  std::unique_ptr<Api> api;
  Schemas schemas{documents::openapi()};

  void SetUp() override { waycast::testing::seed(store, kPilots, now()); }
};

}  // namespace waycast::api::testing
