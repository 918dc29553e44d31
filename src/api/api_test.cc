// What every answer has in common: roles, identities, limits, headers.
#include "api/api.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "api/testing/api_fixture.h"

namespace waycast::api {
namespace {

using testing::Answer;

constexpr std::string_view kAddress =
    R"({"label":"Gym","address":"1 Road","city":"C","state":"S","pincode":"1","lat":12.5,"lng":77.5})";

class ApiTest : public testing::ApiFixture {
 protected:
  http::Request with(http::Request given, std::string name, std::string value) {
    given.headers.push_back({std::move(name), std::move(value)});
    return given;
  }
};

TEST_F(ApiTest, AnswersUnknownPathsAndMethods) {
  expect_failure(send("GET", "/api/v1/nothing"), 404, "ERR_1002");
  const auto wrong = send("PUT", "/api/v1/bookings/b");
  EXPECT_EQ(wrong.status(), 405);
  EXPECT_EQ(wrong.header("Allow"), "GET, OPTIONS");
}

TEST_F(ApiTest, AsksForAToken) {
  expect_failure(send("GET", "/api/v1/addresses"), 401, "ERR_1100");
  expect_failure(send("GET", "/api/v1/addresses", "Bearer nonsense"), 401, "ERR_1103");
  const auto old = user();
  loop.advance(std::chrono::hours(2));
  expect_failure(send("GET", "/api/v1/addresses", old), 401, "ERR_1102");
}

TEST_F(ApiTest, KeepsEachRoleToItsRoutes) {
  expect_failure(send("GET", "/api/v1/addresses", pilot()), 403, "ERR_1202");
  expect_failure(send("GET", "/api/v1/admin/dashboard", user()), 403, "ERR_1202");
  expect_failure(send("GET", "/api/v1/matching/offers", admin()), 403, "ERR_1202");
}

TEST_F(ApiTest, RefusesSuspendedAccounts) {
  const auto suspend = [&](StoreWrites& w) {
    return w.set_user_active(UserId("user-000000"), false, now());
  };
  ASSERT_TRUE(store.write_now(suspend));
  expect_failure(send("GET", "/api/v1/addresses", user()), 403, "ERR_1203");
  EXPECT_EQ(send("GET", "/api/v1/addresses", user(1)).status(), 200);
  EXPECT_EQ(send("GET", "/api/v1/addresses", token(Role::kUser, "elsewhere")).status(), 200)
      << "an id without a row is its issuer's affair";
}

TEST_F(ApiTest, TellsWhenTheDatabaseFails) {
  store.set_failing(true);
  expect_failure(send("GET", "/api/v1/addresses", user()), 500, "ERR_1500");
}

TEST_F(ApiTest, NamesTheFieldsOfABadBody) {
  const auto answer = send("POST", "/api/v1/addresses", user(), R"({"address":"x","lat":"far"})");
  expect_failure(answer, 400, "ERR_1001");
  std::vector<std::string> fields;
  for (const auto& error : answer.json.at("errors").as_array()) {
    fields.emplace_back(error.at("field").as_string().c_str());
  }
  EXPECT_EQ(fields, (std::vector<std::string>{"city", "state", "pincode", "lat", "lng"}));
}

TEST_F(ApiTest, RefusesALargeBody) {
  const std::string large(settings.max_body + 1, ' ');
  EXPECT_EQ(send("POST", "/api/v1/addresses", user(), large).status(), 413);
}

TEST_F(ApiTest, CarriesARequestId) {
  const auto given = with(request("GET", "/health"), "X-Request-Id", "trace-42");
  EXPECT_EQ(send(given).header("X-Request-Id"), "trace-42");
  const auto forged = with(request("GET", "/health"), "X-Request-Id", "a b\r\nc");
  EXPECT_EQ(send(forged).header("X-Request-Id").size(), 26U);
  EXPECT_NE(send("GET", "/health").header("X-Request-Id"),
            send("GET", "/health").header("X-Request-Id"));
}

TEST_F(ApiTest, LimitsAnAddressAndAnIdentity) {
  settings.per_address = {.per_minute = 60, .burst = 3};
  settings.per_identity = {.per_minute = 60, .burst = 2};
  make_api();
  EXPECT_EQ(send("GET", "/api/v1/addresses", user()).status(), 200);
  EXPECT_EQ(send("GET", "/api/v1/addresses", user()).status(), 200);
  const auto identity = send("GET", "/api/v1/addresses", user());
  expect_failure(identity, 429, "ERR_1003");
  EXPECT_EQ(identity.header("Retry-After"), "1");
  expect_failure(send("GET", "/api/v1/addresses", user(1)), 429, "ERR_1003");
  EXPECT_EQ(send("GET", "/health").status(), 200) << "probes are not limited";
  loop.advance(std::chrono::seconds(1));
  EXPECT_EQ(send("GET", "/api/v1/addresses", user()).status(), 200);
}

TEST_F(ApiTest, CountsTheClientBehindATrustedProxy) {
  settings.per_address = {.per_minute = 60, .burst = 1};
  settings.trusted_proxies = 1;
  make_api();
  const auto from = [&](const char* made_up, const char* seen) {
    auto given = with(request("GET", "/api/v1/vehicles/types"), "X-Forwarded-For", made_up);
    return send(with(std::move(given), "X-Forwarded-For", seen)).status();
  };
  EXPECT_EQ(from("198.51.100.1", "203.0.113.9"), 200);
  EXPECT_EQ(from("198.51.100.2", "203.0.113.9:4711"), 429) << "only the last hop is vouched for";
  EXPECT_EQ(from("198.51.100.3", "::ffff:203.0.113.9"), 429) << "however it is spelled";
  EXPECT_EQ(from("198.51.100.4", "203.0.113.10"), 200);
  EXPECT_EQ(from("198.51.100.5", "made up 1"), 200);
  EXPECT_EQ(from("198.51.100.6", "made up 2"), 429) << "who is none counts as the proxy";
}

TEST_F(ApiTest, LimitsBelongToTheRouteHoweverItsPathIsSpelled) {
  settings.sign_in_per_address = {.per_minute = 60, .burst = 1};
  make_api();
  const std::string enrol = "/api/v1/pilots/register", login = "/api/v1/auth/user/send-otp";
  for (const std::string& path : {enrol, login}) {
    send("POST", path, {}, "{}");
    for (const std::string& spelled :
         {path, path + "/", path + "?", path + "?x=/api/v1/other", path + "/?a"}) {
      expect_failure(send("POST", spelled, {}, "{}"), 429, "ERR_1003");
    }
    for (const std::string& spelled :
         {path + "//", "/" + path, path + ";x=1", path + "%2f", "/api//v1" + path.substr(7),
          "/%61pi" + path.substr(4), "/API" + path.substr(4), path + "/.", "/x/.." + path,
          "/_waycast" + path, "/_waycast/.." + path}) {
      const auto answer = send("POST", spelled, {}, "{}");
      EXPECT_TRUE(answer.status() == 404 || answer.status() == 405) << spelled;
    }
    EXPECT_EQ(send("HEAD", path).status(), 405);
    EXPECT_EQ(send("OPTIONS", path + "/").status(), 204);
    loop.advance(std::chrono::minutes(1));
  }
  EXPECT_EQ(refusals.refused(static_cast<std::size_t>(Limit::kSignIn)), 10U);
}

TEST_F(ApiTest, ACustomersTokenDoesNotLiftTheLimitOfRegistrations) {
  settings.sign_in_per_address = {.per_minute = 60, .burst = 1};
  make_api();
  const auto enrol = [&](const std::string& who) {
    return send("POST", "/api/v1/pilots/register", who, "{}").status();
  };
  EXPECT_EQ(enrol(user()), 400);
  EXPECT_EQ(enrol(user(1)), 429);
  EXPECT_EQ(enrol({}), 429);
  EXPECT_EQ(enrol(pilot()), 201);
  EXPECT_EQ(enrol(admin()), 400);
}

TEST_F(ApiTest, AKeyIsTheSameForEverySpellingOfAPath) {
  const auto add = [&](const std::string& path) {
    return send(with(request("POST", path, user(), kAddress), "Idempotency-Key", "once"));
  };
  const auto first = add("/api/v1/addresses");
  EXPECT_EQ(first.status(), 201);
  for (const char* spelled :
       {"/api/v1/addresses/", "/api/v1/addresses?x", "/api/v1/addresses/?x"}) {
    const auto again = add(spelled);
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true") << spelled;
    EXPECT_EQ(again.response.body, first.response.body);
  }
}

TEST_F(ApiTest, AnswersPreflightsOfConfiguredOrigins) {
  settings.cors.origins = {"https://app.example/"};
  make_api();
  const auto ours =
      send(with(request("OPTIONS", "/api/v1/bookings"), "Origin", "https://app.example"));
  EXPECT_EQ(ours.status(), 204);
  EXPECT_EQ(ours.header("Access-Control-Allow-Origin"), "https://app.example");
  EXPECT_EQ(ours.header("Access-Control-Allow-Methods"), "POST, OPTIONS");
  const auto other = send(with(request("GET", "/health"), "Origin", "https://evil.example"));
  EXPECT_EQ(other.header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(other.header("Vary").substr(0, 6), "Accept");
}

TEST_F(ApiTest, SendsAnUnchangedListOnce) {
  const auto first = send("GET", "/api/v1/addresses", user());
  const auto again = send(
      with(request("GET", "/api/v1/addresses", user()), "If-None-Match", first.header("ETag")));
  EXPECT_EQ(again.status(), 304);
  EXPECT_EQ(again.response.body, "");
  EXPECT_EQ(again.header("X-Request-Id").size(), 26U);
  send("POST", "/api/v1/addresses", user(), kAddress);
  EXPECT_EQ(
      send(with(request("GET", "/api/v1/addresses", user()), "If-None-Match", first.header("ETag")))
          .status(),
      200);
}

TEST_F(ApiTest, PacksALargeAnswer) {
  const auto packed =
      send(with(request("GET", "/openapi.json"), "Accept-Encoding", "gzip, deflate"));
  EXPECT_EQ(packed.header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.response.body.size(), documents::openapi().size() / 4);
}

// The connection leaves out its body, but not its length.
TEST_F(ApiTest, HeadIsAnsweredLikeGet) {
  const auto head = send("HEAD", "/api/v1/vehicles/types");
  const auto get = send("GET", "/api/v1/vehicles/types");
  EXPECT_EQ(head.status(), 200);
  EXPECT_EQ(head.response.body, get.response.body);
  EXPECT_EQ(head.header("ETag"), get.header("ETag"));
}

TEST_F(ApiTest, BodyThatIsNotEvenReadIsRefusedLikeOthers) {
  settings.cors.origins = {"https://app.example"};
  make_api();
  http::Request head;
  head.method = "POST";
  head.target = "/api/v1/addresses";
  head.headers = {{"Origin", "https://app.example"}};
  const auto refusal = api->refused(head, 413);
  EXPECT_EQ(refusal.status, 413);
  EXPECT_EQ(refusal.body,
            R"({"success":false,"message":"Request body too large","code":"ERR_1001"})");
  EXPECT_FALSE(http::find(refusal.headers, "X-Request-Id").empty());
  EXPECT_FALSE(http::find(refusal.headers, "Access-Control-Allow-Origin").empty());
  const auto full = api->refused(head, 503);
  EXPECT_EQ(full.status, 503);
  EXPECT_EQ(full.body, R"({"success":false,"message":"Service Unavailable","code":"ERR_1004"})");
  EXPECT_EQ(http::find(full.headers, "Retry-After"), "1");
  EXPECT_EQ(http::find(full.headers, "Access-Control-Expose-Headers"),
            "ETag, Idempotency-Replayed, Retry-After, X-Request-Id");
}

TEST_F(ApiTest, ReadinessIsWhatTheProbeSays) {
  probes.ready = [] { return Readiness{.ready = false, .checks = {{"store", "read only"}}}; };
  probes.metrics = [] { return std::string("waycast_up 1\n"); };
  make_api();
  const auto ready = send("GET", "/ready");
  expect_failure(ready, 503, "ERR_1004");
  EXPECT_EQ(ready.data().at("checks").at("store").as_string(), "read only");
  EXPECT_EQ(send("GET", "/_waycast/metrics").response.body, "waycast_up 1\n");
}

TEST_F(ApiTest, ServesTheClientScript) {
  const std::string built_in(documents::socket_io_client());
  const auto standard = send("GET", "/socket.io/socket.io.js");
  EXPECT_EQ(standard.status(), built_in.empty() ? 404 : 200);
  if (!built_in.empty()) {
    EXPECT_EQ(standard.response.body, built_in);
  }

  const auto file = std::filesystem::path(::testing::TempDir()) / "waycast-client-script.js";
  std::ofstream(file) << "window.io = 1;";
  settings.socket_io_js = file.string();
  make_api();
  std::filesystem::remove(file);  // it was read at start-up
  const auto own = send("GET", "/socket.io/socket.io.js");
  EXPECT_EQ(own.response.body, "window.io = 1;");
  EXPECT_EQ(own.header("Content-Type"), "application/javascript; charset=utf-8");
  const auto again =
      send(with(request("GET", "/socket.io/socket.io.js"), "If-None-Match", own.header("ETag")));
  EXPECT_EQ(again.status(), 304);
}

TEST_F(ApiTest, ServesAHomePageIfThereIsOne) {
  expect_failure(send("GET", "/"), 404, "ERR_1002");
  settings.home_page = "<h1>Hello</h1>";
  make_api();
  EXPECT_EQ(send("GET", "/").response.body, "<h1>Hello</h1>");
  EXPECT_EQ(send("GET", "/").header("Content-Type"), "text/html; charset=utf-8");
}

}  // namespace
}  // namespace waycast::api
