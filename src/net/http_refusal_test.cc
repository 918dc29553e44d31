// What the server answers by itself to requests that reach no handler.
#include <gtest/gtest.h>

#include "net/request_sketch.h"
#include "net/testing/test_client.h"

namespace waycast::net {
namespace {

using testing::TestClient;

// Also to a request of which little could be read.
TEST(HttpRefusalTest, ARouteHasTheLastWord) {
  SystemClock clock;
  Settings settings = testing::test_settings();
  settings.http.head_timeout = std::chrono::milliseconds{200};
  settings.http.body_timeout = std::chrono::milliseconds{200};
  Server server(settings, clock);
  server.router(0).add(
      "/own", [](std::unique_ptr<Exchange> exchange) { exchange->respond({}); },
      {.max_body = 10, .on_refusal = [](const http::Request& head, http::Response& refusal) {
         refusal.body = "no more for " + head.target;
         refusal.headers.push_back({"X-Origin", std::string(head.header("Origin"))});
       }});
  ASSERT_TRUE(server.start());
  const std::string from = "Origin: https://a.example\r\n";
  const std::string head = "POST /own HTTP/1.1\r\nHost: a\r\n" + from;
  const struct {
    std::string request;
    std::string_view status;
  } cases[] = {
      {head + "Content-Length: 11\r\n\r\n", "413"},
      {head + "Content-Length: 5\r\n\r\nabc", "408"},
      {head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
      {head + "Transfer-Encoding: gzip, chunked\r\n\r\n", "501"},
      {head + "Host: b\r\n\r\n", "400"},
      {head, "408"},
      {head + "X: " + std::string(17'000, 'a') + "\r\n\r\n", "431"},
      {head + "Content-Length: x\r\n\r\n", "400"},
      {"POST /own HTTP/2.0\r\nHost: a\r\n" + from + "\r\n", "505"},
      {"GET /own?" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: a\r\n" + from + "\r\n", "414"},
  };
  for (const auto& [request, status] : cases) {
    TestClient client(server.port());
    client.send(request);
    const std::string response = client.receive_to_end();
    EXPECT_EQ(response.substr(9, 3), status) << request.substr(0, 100);
    EXPECT_NE(response.find("\r\n\r\nno more for /own"), std::string::npos) << response;
    EXPECT_NE(response.find("\r\nX-Origin: https://a.example\r\n"), std::string::npos) << response;
  }
}

TEST(HttpRefusalTest, AlsoOnARequestThatItsHandlerDrops) {
  SystemClock clock;
  Server server(testing::test_settings(), clock);
  server.router(0).add("/drop", [](std::unique_ptr<Exchange>) {},
                       {.on_refusal = [](const http::Request&, http::Response& refusal) {
                         refusal.headers.push_back({"X-Own", "yes"});
                       }});
  ASSERT_TRUE(server.start());
  TestClient client(server.port());
  client.send("GET /drop HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = client.receive_response();
  EXPECT_EQ(response.substr(9, 3), "500");
  EXPECT_NE(response.find("\r\nX-Own: yes\r\n"), std::string::npos) << response;
}

TEST(HttpRefusalTest, ASketchSurvivesAnything) {
  EXPECT_EQ(sketch_request("").target, "");
  EXPECT_EQ(sketch_request("\r\n\r\nGARBAGE\r\n\r\n").method, "GARBAGE");
  EXPECT_EQ(sketch_request("GET /a/b?c").target, "/a/b?c");
  const auto cut =
      sketch_request("GET /a HTTP/1.1\r\n: x\r\nno colon\r\norigin:https://a\r\nX: y\r\nUp");
  ASSERT_EQ(cut.headers.size(), 1U);
  EXPECT_EQ(cut.header("Origin"), "https://a");
  const auto body = sketch_request("GET /a HTTP/1.1\r\n\r\nOrigin: https://a\r\n");
  EXPECT_TRUE(body.headers.empty());
}

}  // namespace
}  // namespace waycast::net
