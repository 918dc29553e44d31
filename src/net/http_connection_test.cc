#include "net/http_connection.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "net/testing/test_client.h"

namespace waycast::net {
namespace {

using testing::eventually;
using testing::TestClient;

class HttpTest : public ::testing::Test {
 protected:
  void start() {
    server = std::make_unique<Server>(settings, clock);
    Router& router = server->router(0);
    router.add("/echo", [](std::unique_ptr<Exchange> exchange) {
      const http::Request& request = exchange->request();
      exchange->respond({200, {}, request.method + " " + request.target + " " + request.body});
    });
    router.add("/who", [](std::unique_ptr<Exchange> exchange) {
      exchange->respond({200, {}, exchange->request().remote_address});
    });
    router.add("/drop", [](std::unique_ptr<Exchange>) {});
    router.add("/small", [](std::unique_ptr<Exchange> exchange) { exchange->respond({}); },
               {.max_body = 10});
    router.add("/later", [this](std::unique_ptr<Exchange> exchange) {
      exchange->on_abandoned([this] { ++abandoned; });
      held = std::move(exchange);
      ++waiting;
    });
    ASSERT_TRUE(server->start());
  }
  std::string ask(std::string_view request) {
    TestClient client(server->port());
    client.send(request);
    return client.receive_response();
  }
  ~HttpTest() override {
    if (server) server->stop();
  }

  SystemClock clock;
  Settings settings = testing::test_settings();
  std::atomic<int> abandoned = 0;
  std::atomic<int> waiting = 0;
  std::unique_ptr<Exchange> held;  // on the shard
  std::unique_ptr<Server> server;
};

bool begins(const std::string& text, std::string_view prefix) { return text.starts_with(prefix); }

TEST_F(HttpTest, AnswersAndKeepsTheConnection) {
  start();
  TestClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.send("GET /echo?n=1 HTTP/1.1\r\nHost: a\r\n\r\n");
    const std::string response = client.receive_response();
    EXPECT_TRUE(begins(response, "HTTP/1.1 200 OK\r\n")) << response;
    EXPECT_TRUE(response.ends_with("\r\n\r\nGET /echo?n=1 ")) << response;
    EXPECT_NE(response.find("\r\nDate: "), std::string::npos);
  }
  EXPECT_EQ(server->shard(0).counters().http_requests.value(), 3u);
  EXPECT_EQ(server->shard(0).counters().connections_accepted.value(), 1u);
}

TEST_F(HttpTest, ReadsARequestSplitAtEveryByte) {
  start();
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n";
  for (std::size_t at = 1; at < request.size(); ++at) {
    TestClient client(server->port());
    client.send(std::string_view(request).substr(0, at));
    const auto received = server->shard(0).counters().bytes_received.value();
    client.send(std::string_view(request).substr(at));
    EXPECT_TRUE(client.receive_response().ends_with("\r\n\r\nPOST /echo abcdefg")) << at;
    EXPECT_LE(received, server->shard(0).counters().bytes_received.value());
  }
  TestClient client(server->port());
  for (const char& c : request) {
    const auto before = server->shard(0).counters().bytes_received.value();
    client.send({&c, 1});
    ASSERT_TRUE(
        eventually([&] { return server->shard(0).counters().bytes_received.value() > before; }));
  }
  EXPECT_TRUE(client.receive_response().ends_with("POST /echo abcdefg"));
}

TEST_F(HttpTest, AnswersPipelinedRequestsInOrder) {
  start();
  TestClient client(server->port());
  std::string requests;
  for (int i = 0; i < 500; ++i) {
    requests +=
        "POST /echo/" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
  }
  std::thread sender([&] { client.send(requests); });
  for (int i = 0; i < 500; ++i) {
    const std::string response = client.receive_response();
    EXPECT_TRUE(response.ends_with("\n\r\nPOST /echo/" + std::to_string(i) + " hi")) << response;
  }
  sender.join();
}

TEST_F(HttpTest, ALaterAnswerHoldsBackTheNextRequest) {
  start();
  TestClient client(server->port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return waiting == 1; }));
  EXPECT_EQ(server->shard(0).counters().http_requests.value(), 1u);
  server->shard(0).post([&] { std::exchange(held, nullptr)->respond({200, {}, "first"}); });
  EXPECT_TRUE(client.receive_response().ends_with("first"));
  EXPECT_TRUE(client.receive_response().ends_with("GET /echo "));
}

TEST_F(HttpTest, AnswersHeadWithoutABody) {
  start();
  TestClient client(server->port());
  client.send("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\nGET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string head = client.receive_response(false);
  EXPECT_NE(head.find("Content-Length: 11"), std::string::npos) << head;
  EXPECT_TRUE(begins(client.receive_response(), "HTTP/1.1 200"));
}

TEST_F(HttpTest, TakesATargetInAbsoluteFormForItsPath) {
  start();
  TestClient client(server->port());
  client.send("GET HTTP://a.example:5000/echo HTTP/1.1\r\nHost: a.example\r\n\r\n");
  EXPECT_TRUE(client.receive_response().ends_with("GET /echo "));
  client.send("GET http://a.example HTTP/1.1\r\nHost: a.example\r\n\r\n");
  EXPECT_TRUE(begins(client.receive_response(), "HTTP/1.1 404"));
}

TEST_F(HttpTest, InvitesABodyThatWaits) {
  start();
  TestClient client(server->port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive_response(), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("body");
  EXPECT_TRUE(client.receive_response().ends_with("POST /echo body"));
}

TEST_F(HttpTest, RefusesWhatItCannotAccept) {
  start();
  const std::string host = "Host: a\r\n";
  const struct {
    std::string request;
    std::string_view status;
  } cases[] = {
      {"GARBAGE\r\n\r\n", "400"},
      {"GET /echo HTTP/1.1\r\n\r\n", "400"},
      {"GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
      {"GET /echo HTTP/2.0\r\n" + host + "\r\n", "505"},
      {"GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n", "414"},
      {"GET /" + std::string(9'000, 'a'), "414"},
      {"GET /echo HTTP/1.1\r\nX: " + std::string(17'000, 'a') + "\r\n\r\n", "431"},
      {"GET /echo HTTP/1.1\r\nX: " + std::string(17'000, 'a'), "431"},
      {"POST /small HTTP/1.1\r\n" + host + "Content-Length: 11\r\n\r\n", "413"},
      {"POST /small HTTP/1.1\r\n" + host +
           "Transfer-Encoding: chunked\r\n\r\n9\r\n123456789\r\n9\r\n",
       "413"},
      {"POST /echo HTTP/1.1\r\n" + host + "Content-Length: 5000000\r\n\r\n", "413"},
      {"POST /echo HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n", "400"},
      {"POST /echo HTTP/1.1\r\n" + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
       "400"},
      {"POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip\r\n\r\n", "501"},
      {"POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
       "501"},
      {"POST /echo HTTP/1.1\r\n" + host +
           "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "501"},
      {"POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
      {"POST /echo HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
  };
  for (const auto& [request, status] : cases) {
    TestClient client(server->port());
    client.send(request);
    const std::string response = client.receive_to_end();
    EXPECT_EQ(response.substr(9, 3), status) << request.substr(0, 100) << "\n" << response;
    EXPECT_NE(response.find("\r\nConnection: close\r\n"), std::string::npos);
    EXPECT_NE(response.find("{\"message\":\""), std::string::npos);
  }
  EXPECT_EQ(server->shard(0).counters().http_errors.value(), std::size(cases));
}

TEST_F(HttpTest, AcceptsALongLineAndHeaderWithinTheLimits) {
  start();
  EXPECT_TRUE(begins(ask("GET /echo/" + std::string(8'100, 'a') +
                         " HTTP/1.1\r\nHost: a\r\nX: " + std::string(16'000, 'b') + "\r\n\r\n"),
                     "HTTP/1.1 200"));
}

TEST_F(HttpTest, ATooSlowHeadOrBodyIsAnswered408) {
  settings.http.head_timeout = std::chrono::milliseconds{50};
  settings.http.body_timeout = std::chrono::milliseconds{50};
  start();
  EXPECT_TRUE(begins(ask("GET /echo HTT"), "HTTP/1.1 408"));
  EXPECT_TRUE(begins(ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"),
                     "HTTP/1.1 408"));
}

TEST_F(HttpTest, ClosesAnIdleConnectionWithoutAWord) {
  settings.http.keep_alive = std::chrono::milliseconds{50};
  start();
  TestClient client(server->port());
  EXPECT_EQ(client.receive_to_end(), "");
  EXPECT_TRUE(
      eventually([&] { return server->shard(0).counters().connections_open.value() == 0; }));
}

TEST_F(HttpTest, ClosesWhenTheClientAsksForIt) {
  start();
  TestClient client(server->port());
  client.send("GET /echo HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(begins(client.receive_to_end(), "HTTP/1.1 200"));
  TestClient old(server->port());
  old.send("GET /echo HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(begins(old.receive_to_end(), "HTTP/1.1 200"));
}

TEST_F(HttpTest, AnUnansweredRequestIsAnswered500AndAnUnknownPath404) {
  start();
  EXPECT_TRUE(begins(ask("GET /drop HTTP/1.1\r\nHost: a\r\n\r\n"), "HTTP/1.1 500"));
  EXPECT_TRUE(begins(ask("GET /echoes HTTP/1.1\r\nHost: a\r\n\r\n"), "HTTP/1.1 404"));
  EXPECT_TRUE(begins(ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), "HTTP/1.1 404"));
}

TEST_F(HttpTest, TellsAHandlerThatTheClientLeft) {
  start();
  TestClient client(server->port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return waiting == 1; }));
  client.hang_up();
  EXPECT_TRUE(eventually([&] { return abandoned == 1; }));
  server->shard(0).post([&] { std::exchange(held, nullptr)->respond({}); });  // harmless
  EXPECT_TRUE(begins(ask("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n"), "HTTP/1.1 200"));
}

TEST_F(HttpTest, KnowsThePeersAddress) {
  start();
  EXPECT_TRUE(ask("GET /who HTTP/1.1\r\nHost: a\r\n\r\n").ends_with("\r\n127.0.0.1"));
}

TEST_F(HttpTest, AHandlerCannotSplitAResponse) {
  start();
  server->shard(0).post([this] {
    server->router(0).set_fallback([](std::unique_ptr<Exchange> exchange) {
      exchange->respond({200, {{"X-Name", "a\r\nSet-Cookie: b"}}, ""});
    });
  });
  const std::string response = ask("GET /x HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_NE(response.find("X-Name: aSet-Cookie: b\r\n"), std::string::npos) << response;
}

TEST_F(HttpTest, WritesALargeAnswerToASlowReader) {
  start();
  const std::string large(8 << 20, 'x');
  server->shard(0).post([&] {
    server->router(0).set_fallback(
        [&](std::unique_ptr<Exchange> exchange) { exchange->respond({200, {}, large}); });
  });
  TestClient client(server->port(), 4096);
  client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
  const std::string response = client.receive_response();
  EXPECT_EQ(response.size() - response.find("\r\n\r\n") - 4, large.size());
}

}  // namespace
}  // namespace waycast::net
