#include "net/engineio_endpoint.h"

#include <gtest/gtest.h>

#include "net/testing/engineio_fixture.h"

namespace waycast::net {
namespace {

using namespace std::chrono_literals;
using engineio::CloseReason;

using EngineioEndpointTest = testing::EngineioFixture;

TEST_F(EngineioEndpointTest, RefusesAsTheProtocolNames) {
  const auto body = [this](http::Request asked, int status = 400) {
    const auto answer = ask(std::move(asked));
    EXPECT_EQ(answer->status, status);
    return answer->body;
  };
  EXPECT_EQ(body(request("GET", "EIO=4&transport=abc")),
            "{\"code\":0,\"message\":\"Transport unknown\"}");
  EXPECT_EQ(body(request("GET", "EIO=4")), "{\"code\":0,\"message\":\"Transport unknown\"}");
  EXPECT_EQ(body(request("GET", "EIO=4&transport=polling&sid=abc")),
            "{\"code\":1,\"message\":\"Session ID unknown\"}");
  EXPECT_EQ(body(request("GET", "EIO=4&transport=polling&sid=" + engineio::new_sid(63))),
            "{\"code\":1,\"message\":\"Session ID unknown\"}");
  EXPECT_EQ(body(request("POST", "EIO=4&transport=polling")),
            "{\"code\":2,\"message\":\"Bad handshake method\"}");
  EXPECT_EQ(body(request("GET", "EIO=4&transport=websocket")),
            "{\"code\":3,\"message\":\"Bad request\"}");
  EXPECT_EQ(body(request("GET", "EIO=4&transport=polling&j=0")),
            "{\"code\":3,\"message\":\"Bad request\"}");
  EXPECT_EQ(body(request("GET", "EIO=3&transport=polling")),
            "{\"code\":5,\"message\":\"Unsupported protocol version\"}");
  EXPECT_EQ(body(request("GET", "transport=polling")),
            "{\"code\":5,\"message\":\"Unsupported protocol version\"}");
  EXPECT_EQ(body(websocket_request("EIO=4&transport=websocket&sid=abc")), "Session ID unknown");
  echo_.accepting = false;
  EXPECT_EQ(body(request("GET", "EIO=4&transport=polling"), 403),
            "{\"code\":4,\"message\":\"Forbidden\"}");
  EXPECT_EQ(open_sessions(), 0U);
}

TEST_F(EngineioEndpointTest, EchoesOverPolling) {
  const std::string sid = open_polling();
  const auto pending = poll(sid);
  EXPECT_EQ(pending->status, 0);
  EXPECT_EQ(post(sid,
                 "4one\x1e"
                 "4two\x1e"
                 "bAQID")
                ->body,
            "ok");
  EXPECT_EQ(pending->status, 200);
  EXPECT_EQ(pending->body,
            "4one\x1e"
            "4two\x1e"
            "bAQID");
  post(sid, "4late");
  EXPECT_EQ(poll(sid)->body, "4late");
}

TEST_F(EngineioEndpointTest, EchoesOverWebSocketAndForgetsTheHandshake) {
  http::Request asked = websocket_request("EIO=4&transport=websocket");
  asked.headers.push_back({"X-Token", "secret"});
  ask(asked);
  EXPECT_EQ(echo_.token, "secret");
  EXPECT_EQ(echo_.sessions[0]->handshake(), nullptr);
  EXPECT_TRUE(echo_.sessions[0]->is_websocket());
  Client& client = sockets_.clients.back();
  EXPECT_TRUE(client.take().starts_with("0{\"sid\":"));
  client.listener->on_text("4hello");
  client.listener->on_binary("\x01");
  EXPECT_EQ(client.take(), "4hello|b:\x01|");
  client.listener->on_closed(1001);
  run();
  EXPECT_EQ(echo_.closed, std::vector{CloseReason::kTransportClose});
  EXPECT_EQ(open_sessions(), 0U);
}

TEST_F(EngineioEndpointTest, RefusesAWebSocketSessionByClosingIt) {
  echo_.accepting = false;
  EXPECT_NE(open_websocket().closed, 0);
  EXPECT_EQ(open_sessions(), 0U);
}

TEST_F(EngineioEndpointTest, EndsSessionsThatSendNonsense) {
  Client& client = open_websocket();
  client.listener->on_text("abc");
  EXPECT_EQ(client.closed, 1002);
  const std::string sid = open_polling();
  EXPECT_EQ(post(sid, "4a\x1e\x1e")->status, 400);
  EXPECT_EQ(poll(sid)->status, 400);
  EXPECT_EQ(echo_.closed, (std::vector{CloseReason::kParseError, CloseReason::kParseError}));
}

TEST_F(EngineioEndpointTest, EndsASessionWithTwoPolls) {
  const std::string sid = open_polling();
  const auto first = poll(sid);
  EXPECT_EQ(poll(sid)->status, 400);
  EXPECT_EQ(first->status, 200);
  EXPECT_EQ(first->body, "1");
  EXPECT_EQ(poll(sid)->status, 400);
  EXPECT_EQ(open_sessions(), 0U);
}

// What follows a POST overtakes it: the reference server gives such a client up.
TEST_F(EngineioEndpointTest, EndsASessionWithTwoPostsAtATime) {
  const auto begin = [this](const std::string& sid, std::size_t shard) {
    const auto head = request("POST", "EIO=4&transport=polling&sid=" + sid);
    auto arriving = server_->route_options(shard).on_head(head);
    run();
    return arriving;
  };
  for (const std::size_t shard : {std::size_t{0}, std::size_t{1}}) {
    echo_.closed.clear();
    const std::string sid = open_polling();
    for (int i = 0; i < 3; ++i) EXPECT_NE(begin(sid, shard), nullptr) << "each has come";
    EXPECT_EQ(post(sid, "4a", shard)->body, "ok");
    const auto first = begin(sid, shard);
    const auto second = begin(sid, 0);
    EXPECT_EQ(echo_.closed, std::vector{CloseReason::kTransportError});
    EXPECT_EQ(post(sid, "4b", shard)->status, 400);
  }
  EXPECT_EQ(begin("abc", 0), nullptr);
  EXPECT_EQ(open_sessions(), 0U);
}

TEST_F(EngineioEndpointTest, EndsASessionWhosePollIsAbandoned) {
  const std::string sid = open_polling();
  const auto pending = poll(sid);
  pending->abandoned();
  run();
  EXPECT_EQ(post(sid, "4a")->status, 400);
  EXPECT_EQ(echo_.closed, std::vector{CloseReason::kTransportClose});
}

TEST_F(EngineioEndpointTest, AClientClosesItsSession) {
  const std::string sid = open_polling();
  const auto pending = poll(sid);
  EXPECT_EQ(post(sid, "1")->body, "ok");
  EXPECT_EQ(pending->body, "6");
  EXPECT_EQ(poll(sid)->status, 400);
}

TEST_F(EngineioEndpointTest, TheLastWordsOfAClosedSessionAreFetched) {
  const std::string sid = open_polling();
  post(sid, "4bye");
  EXPECT_EQ(echo_.closed, std::vector{CloseReason::kServerClose});
  EXPECT_EQ(open_sessions(), 1U);
  EXPECT_EQ(poll(sid)->body,
            "4bye\x1e"
            "1");
  EXPECT_EQ(poll(sid)->status, 400);
  const std::string other = open_polling();
  post(other, "4bye");
  shards_[0]->advance(6s);
  EXPECT_EQ(open_sessions(), 0U) << "nobody came for them";
}

TEST_F(EngineioEndpointTest, UpgradesAndCarriesOverWhatIsQueued) {
  const std::string sid = open_polling();
  const auto pending = poll(sid);
  Client& client = open_websocket(sid);
  client.listener->on_text("2probe");
  EXPECT_EQ(client.take(), "3probe|");
  EXPECT_EQ(pending->body, "6");
  post(sid, "4queued");
  EXPECT_EQ(client.take(), "");
  client.listener->on_text("5");
  EXPECT_EQ(client.take(), "4queued|");
  client.listener->on_text("4hello");
  EXPECT_EQ(client.take(), "4hello|");
  EXPECT_EQ(poll(sid)->status, 400);
  EXPECT_EQ(post(sid, "4x")->status, 400);
  EXPECT_EQ(open_websocket(sid).closed, 1000) << "a second WebSocket is ignored";
  client.listener->on_text("4still");
  EXPECT_EQ(client.take(), "4still|");
  EXPECT_EQ(server_->counters(0).upgrades.value(), 1U);
}

TEST_F(EngineioEndpointTest, ALateUpgradeIsGivenUp) {
  const std::string sid = open_polling();
  Client& client = open_websocket(sid);
  shards_[0]->advance(11s);
  EXPECT_EQ(client.closed, 1000);
  client.listener->on_text("2probe");
  EXPECT_EQ(client.take(), "");
  post(sid, "4a");
  EXPECT_EQ(poll(sid)->body, "4a");
}

TEST_F(EngineioEndpointTest, BeatsAndNoticesSilence) {
  Client& client = open_websocket();
  client.take();
  shards_[0]->advance(25s + 8ms);
  EXPECT_EQ(client.take(), "2|");
  client.listener->on_text("3");
  shards_[0]->advance(25s + 8ms);
  EXPECT_EQ(client.take(), "2|");
  shards_[0]->advance(20s + 8ms);
  EXPECT_NE(client.closed, 0);
  EXPECT_EQ(echo_.closed, std::vector{CloseReason::kPingTimeout});
  EXPECT_EQ(open_sessions(), 0U);
}

TEST_F(EngineioEndpointTest, HandsRequestsToTheShardOfTheSession) {
  const std::string sid = open_polling();
  const auto pending = poll(sid, 1);
  EXPECT_EQ(post(sid, "4across", 1)->body, "ok");
  EXPECT_EQ(pending->body, "4across");
}

TEST_F(EngineioEndpointTest, StopsByClosingTransports) {
  Client& client = open_websocket();
  const std::string sid = open_polling();
  const auto pending = poll(sid);
  shards_[0]->stop();
  EXPECT_EQ(client.closed, 1001);
  EXPECT_EQ(pending->body, "1");
  EXPECT_EQ(echo_.closed,
            (std::vector{CloseReason::kServerShutdown, CloseReason::kServerShutdown}));
  EXPECT_EQ(ask(request("GET", "EIO=4&transport=polling"))->status, 503);
}

TEST_F(EngineioEndpointTest, TellsBrowsersWhoMayRead) {
  const auto allowed = [this](std::string method, std::string origin) {
    http::Request asked = request(std::move(method), "EIO=4&transport=polling");
    asked.headers.push_back({"Origin", std::move(origin)});
    asked.headers.push_back({"Access-Control-Request-Headers", "x-token"});
    const auto answer = ask(std::move(asked));
    return std::string(http::find(answer->headers, "Access-Control-Allow-Origin")) + " " +
           std::string(http::find(answer->headers, "Access-Control-Allow-Credentials"));
  };
  EXPECT_EQ(allowed("GET", "https://a.example"), " ");
  start({.engine = {}, .cors = {{"https://a.example"}}});
  EXPECT_EQ(allowed("GET", "https://a.example"), "https://a.example true");
  EXPECT_EQ(allowed("OPTIONS", "https://a.example"), "https://a.example true");
  EXPECT_EQ(allowed("GET", "https://b.example"), " ");
  start({.engine = {}, .cors = {{"*"}}});
  EXPECT_EQ(allowed("GET", "https://b.example"), "https://b.example true");
  EXPECT_EQ(ask(request("OPTIONS", ""))->status, 204);
}

TEST_F(EngineioEndpointTest, KnowsWhoHasBeenSilentForLongerThanAPingInterval) {
  const auto now = [this] { return shards_[0]->clock().steady(); };
  Client& client = open_websocket();
  const std::string polling = open_polling();
  const engineio::Session& web = *echo_.sessions[0];
  const engineio::Session& polled = *echo_.sessions[1];
  shards_[0]->advance(18s);
  client.listener->on_text("4hello");
  post(polling, "4hello");
  EXPECT_EQ(web.heard_at(), now());
  shards_[0]->advance(25s);  // pinged after seven of them, and no pong
  EXPECT_FALSE(web.is_silent(now()));
  EXPECT_FALSE(polled.is_silent(now()));
  client.listener->on_text("3");
  shards_[0]->advance(1s + 8ms);
  EXPECT_FALSE(web.is_silent(now()));
  EXPECT_TRUE(polled.is_silent(now()));
  poll(polling);
  EXPECT_FALSE(polled.is_silent(now())) << "a poll is heard";
}

}  // namespace
}  // namespace waycast::net
