#include "protocol/http/cors.h"

#include <gtest/gtest.h>

namespace waycast::http {
namespace {

constexpr std::string_view kOrigin = "https://app.example";

// The values of the headers that browsers decide by.
std::string seen_by(std::string_view origin, const CorsSettings& cors) {
  Response response;
  add_cors(response, origin, cors);
  const auto value = [&response](std::string_view name) {
    return std::string(find(response.headers, name));
  };
  return value("Access-Control-Allow-Origin") + " " + value("Access-Control-Allow-Credentials") +
         " " + value("Vary");
}

TEST(CorsTest, ReflectsAnAllowedOriginWithCredentials) {
  EXPECT_EQ(seen_by(kOrigin, {{"https://app.example"}}), "https://app.example true Origin");
  EXPECT_EQ(seen_by(kOrigin, {{"https://app.example/"}}), "https://app.example true Origin");
  EXPECT_EQ(seen_by(kOrigin, {{"https://other.example"}}), "  Origin");
}

// `*` together with credentials is refused by browsers.
TEST(CorsTest, AnyOriginIsReflectedToo) {
  EXPECT_EQ(seen_by(kOrigin, {{"*"}}), "https://app.example true Origin");
  EXPECT_EQ(seen_by("null", {{"*"}}), "null true Origin");
  EXPECT_EQ(seen_by("", {{"*"}}), "  Origin");
}

TEST(CorsTest, WithoutOriginsThereIsOnlyTheSameOne) { EXPECT_EQ(seen_by(kOrigin, {}), "  "); }

TEST(CorsTest, NamesTheHeadersThatPagesMayRead) {
  Response response;
  add_cors(response, kOrigin, {{"*"}});
  EXPECT_EQ(find(response.headers, "Access-Control-Expose-Headers"),
            "ETag, Idempotency-Replayed, Retry-After, X-Request-Id");
}

TEST(CorsTest, APreflightAllowsTheHeadersThatItAsksFor) {
  Request request{
      .method = "OPTIONS", .target = "/", .headers = {}, .body = {}, .remote_address = {}};
  EXPECT_EQ(find(preflight_answer(request, "GET, POST").headers, "Access-Control-Allow-Methods"),
            "GET, POST");
  EXPECT_EQ(find(preflight_answer(request, "GET").headers, "Access-Control-Allow-Headers"), "");
  request.headers.push_back({"Access-Control-Request-Headers", "authorization,x-trace"});
  const Response answer = preflight_answer(request, "GET");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(find(answer.headers, "Access-Control-Allow-Headers"), "authorization,x-trace");
  EXPECT_EQ(find(answer.headers, "Vary"), "Access-Control-Request-Headers");
}

}  // namespace
}  // namespace waycast::http
