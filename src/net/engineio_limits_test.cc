// How many Engine.IO sessions there may be, and what each keeps of its request.
#include <gtest/gtest.h>

#include "net/engineio_handshake.h"
#include "net/testing/engineio_fixture.h"

namespace waycast::net {
namespace {

using namespace std::chrono_literals;

class EngineioLimitsTest : public testing::EngineioFixture {
 protected:
  std::shared_ptr<Answer> open_from(const std::string& address, const std::string& forwarded = {}) {
    http::Request asked = request("GET", "EIO=4&transport=polling");
    asked.remote_address = address;
    asked.headers.push_back({"Origin", "https://a.example"});
    if (!forwarded.empty()) asked.headers.push_back({"X-Forwarded-For", forwarded});
    return ask(std::move(asked), opened_++ % 2);  // the limits are of all shards together
  }
  std::string sid_of(const Answer& answer) { return answer.body.substr(9, engineio::kSidSize); }

  std::size_t opened_ = 0;
};

TEST_F(EngineioLimitsTest, TheServerHoldsSoManySessions) {
  start({.engine = {}, .cors = {{"*"}}, .limits = {.max_sessions = 2}});
  const auto first = open_from("192.0.2.1");
  EXPECT_EQ(first->status, 200);
  EXPECT_EQ(open_from("192.0.2.2")->status, 200);
  const auto refused = open_from("192.0.2.3");
  EXPECT_EQ(refused->status, 503);
  EXPECT_EQ(refused->body, R"({"code":6,"message":"Server full"})");
  EXPECT_EQ(http::find(refused->headers, "Retry-After"), "5");
  EXPECT_EQ(http::find(refused->headers, "Access-Control-Allow-Origin"), "https://a.example");
  EXPECT_EQ(ask(websocket_request("EIO=4&transport=websocket"))->status, 503);
  EXPECT_EQ(server_->counters(0).refused_full.value() + server_->counters(1).refused_full.value(),
            2U);
  post(sid_of(*first), "1");
  shards_[0]->advance(6s);
  EXPECT_EQ(open_from("192.0.2.3")->status, 200) << "there is room again";
}

TEST_F(EngineioLimitsTest, AnAddressHoldsSoManySessions) {
  start({.engine = {}, .cors = {}, .limits = {.max_of_address = 2}});
  EXPECT_EQ(open_from("192.0.2.1")->status, 200);
  EXPECT_EQ(open_from("192.0.2.1", "198.51.100.1")->status, 200) << "no proxy is trusted";
  const auto refused = open_from("192.0.2.1", "198.51.100.2");
  EXPECT_EQ(refused->status, 429);
  EXPECT_EQ(refused->body, R"({"code":7,"message":"Too many sessions from this address"})");
  EXPECT_EQ(open_from("2001:db8::1")->status, 200);
  EXPECT_EQ(open_from("2001:db8::2")->status, 200);
  EXPECT_EQ(open_from("2001:db8::3")->status, 429) << "a subscriber has a whole /64";
  EXPECT_EQ(open_from("2001:db8:0:1::1")->status, 200);
}

TEST_F(EngineioLimitsTest, BehindAProxyTheClientsAddressCounts) {
  start({.engine = {}, .cors = {}, .limits = {.max_of_address = 1, .trusted_proxies = 1}});
  EXPECT_EQ(open_from("192.0.2.1", "198.51.100.1")->status, 200);
  EXPECT_EQ(open_from("192.0.2.1", "198.51.100.2")->status, 200);
  EXPECT_EQ(open_from("192.0.2.1", "203.0.113.9, 198.51.100.2")->status, 429);
}

TEST_F(EngineioLimitsTest, WithoutALimitAnAddressIsNotCounted) {
  start({.engine = {}, .cors = {}, .limits = {.max_of_address = 0}});
  for (int i = 0; i < 100; ++i) ASSERT_EQ(open_from("192.0.2.1")->status, 200);
}

TEST(KeptHandshakeTest, KeepsWhatIsAskedForAndFits) {
  http::Request request;
  request.target = "/socket.io/?room=blue";
  request.remote_address = "192.0.2.1";
  request.secure = true;
  request.headers = {{"X-Junk", std::string(15'000, 'x')},
                     {"cookie", "a=b"},
                     {"Cookie", "c=d"},
                     {"User-Agent", std::string(9'000, 'u')},
                     {"Origin", "https://a.example"}};
  const http::Request kept = kept_handshake(request, {});
  EXPECT_EQ(kept.target, request.target);
  EXPECT_EQ(kept.remote_address, "192.0.2.1");
  EXPECT_TRUE(kept.secure);
  ASSERT_EQ(kept.headers.size(), 3U);
  EXPECT_EQ(kept.headers[0].value, "a=b");
  EXPECT_EQ(kept.headers[1].value, "c=d");
  EXPECT_EQ(kept.header("Origin"), "https://a.example");
  const http::Request none = kept_handshake(request, {.headers = {}, .max_bytes = 0});
  EXPECT_TRUE(none.headers.empty());
  EXPECT_EQ(none.target, "");
  EXPECT_EQ(none.remote_address, "192.0.2.1");
}

TEST_F(EngineioLimitsTest, AStrangerMayLeaveLittleUnread) {
  const std::string large(40'000, 'x');
  for (const bool trusts : {false, true}) {
    const std::string sid = open_polling();
    if (trusts) echo_.sessions.back()->trust();
    echo_.closed.clear();
    // The first may have any size, and one more may pass the limit (Outbox::push).
    for (int i = 0; i < 3; ++i) post(sid, "4" + large);
    EXPECT_TRUE(echo_.closed.empty());
    post(sid, "4" + large);
    EXPECT_EQ(echo_.closed.size(), trusts ? 0U : 1U);
  }
  Client& client = open_websocket();
  EXPECT_EQ(client.max_queued, 64U * 1024);
  echo_.sessions.back()->trust();
  EXPECT_EQ(client.max_queued, 1U << 20);
}

TEST_F(EngineioLimitsTest, TrustFollowsAnUpgrade) {
  const std::string sid = open_polling();
  echo_.sessions[0]->trust();
  Client& client = open_websocket(sid);
  client.listener->on_text("2probe");
  EXPECT_FALSE(client.is_trusted);
  client.listener->on_text("5");
  EXPECT_TRUE(client.is_trusted);
}

}  // namespace
}  // namespace waycast::net
