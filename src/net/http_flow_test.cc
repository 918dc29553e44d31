// Clients that do not read, and clients that end their half.
#include <gtest/gtest.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <atomic>

#include "net/testing/test_client.h"

namespace waycast::net {
namespace {

using testing::eventually;
using testing::TestClient;

class HttpFlowTest : public ::testing::Test {
 protected:
  void start(std::size_t shards = 1) {
    settings.shards = shards;
    server = std::make_unique<Server>(settings, clock);
    for (std::size_t i = 0; i < shards; ++i) {
      Router& router = server->router(i);
      Shard& last = server->shard(shards - 1);
      router.add("/large", [this](std::unique_ptr<Exchange> exchange) {
        ++answered;
        exchange->respond({200, {}, std::string(8'192, 'x')});
      });
      router.add("/later", [this, &last](std::unique_ptr<Exchange> exchange) {
        Exchange& here = *exchange;
        here.hand_over(last, [this](std::unique_ptr<Exchange> moved) {
          if (watches) moved->on_abandoned([this] { ++abandoned; });
          held = std::move(moved);
          ++waiting;
        });
      });
    }
    ASSERT_TRUE(server->start());
  }
  // Both on the last shard, where the held exchange lives.
  void answer_held() {
    server->shard(settings.shards - 1).post([this] {
      std::exchange(held, nullptr)->respond({200, {}, "at last"});
    });
  }
  std::uint64_t sum(Counter Counters::* member) {
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < settings.shards; ++i) {
      total += (server->shard(i).counters().*member).value();
    }
    return total;
  }
  ~HttpFlowTest() override {
    if (server) server->stop();
  }

  SystemClock clock;
  Settings settings = testing::test_settings();
  bool watches = false;
  std::atomic<int> answered = 0;
  std::atomic<int> abandoned = 0;
  std::atomic<int> waiting = 0;
  std::unique_ptr<Exchange> held;
  std::unique_ptr<Server> server;
};

class SilentListener final : public WebSocketListener {
 public:
  void on_text(std::string_view) override {}
  void on_binary(std::string_view) override {}
  void on_closed(std::uint16_t) override {}
};

// Sends until the server takes no more: what it then holds is bounded by what it read.
std::size_t flood(TestClient& client, std::string_view bytes) {
  std::string many;
  while (many.size() < 64 * 1024) many += bytes;
  std::size_t sent = 0;
  for (int quiet = 0; quiet < 50 && sent < (64U << 20);) {
    const ssize_t size =
        ::send(client.descriptor(), many.data(), many.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size > 0) {
      sent += static_cast<std::size_t>(size);
      many = many.substr(static_cast<std::size_t>(size)) +
             many.substr(0, static_cast<std::size_t>(size));
      quiet = 0;
    } else {
      ++quiet;
      ::usleep(10'000);
    }
  }
  return sent;
}

constexpr std::string_view kLarge = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(HttpFlowTest, StopsReadingFromAClientThatDoesNotReadItsAnswers) {
  start();
  TestClient client(server->port(), 4096);
  const std::size_t sent = flood(client, kLarge);
  // The sockets' buffers hold megabytes; what matters is what the server took.
  EXPECT_LT(sum(&Counters::bytes_received), 1U << 20) << "of " << sent;
  EXPECT_LT(answered, 2'000);
  const int before = answered;
  for (int i = 0; i < 1'000; ++i) ASSERT_EQ(client.receive_response().substr(9, 3), "200");
  EXPECT_TRUE(eventually([&] { return answered > before; })) << "it reads on when it can write";
}

TEST_F(HttpFlowTest, StopsReadingWhileARequestIsBeingAnswered) {
  start();
  TestClient client(server->port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return waiting == 1; }));
  flood(client, kLarge);
  EXPECT_LE(sum(&Counters::bytes_received), 256U * 1024);
  EXPECT_EQ(answered, 0);
  answer_held();
  EXPECT_TRUE(client.receive_response().ends_with("at last"));
  for (int i = 0; i < 100; ++i) ASSERT_EQ(client.receive_response().substr(9, 3), "200");
}

TEST_F(HttpFlowTest, DoesNotPileUpInvitationsToSendABody) {
  start();
  TestClient client(server->port(), 4096);
  flood(client,
        "POST /none HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_LT(sum(&Counters::bytes_received), 8U << 20);
}

TEST_F(HttpFlowTest, AClientThatEndsItsHalfGetsItsAnswers) {
  start();
  TestClient client(server->port());
  client.send(std::string(kLarge) + std::string(kLarge) + "GET /later HTTP/1.1\r\nHost: a\r\n\r\n" +
              std::string(kLarge));
  ::shutdown(client.descriptor(), SHUT_WR);
  ASSERT_TRUE(eventually([&] { return waiting == 1; }));
  answer_held();
  const std::string all = client.receive_to_end();
  std::size_t answers = 0;
  for (auto at = all.find("HTTP/1.1 200"); at != std::string::npos;
       at = all.find("HTTP/1.1 200", at + 1)) {
    ++answers;
  }
  EXPECT_EQ(answers, 4U);
  EXPECT_NE(all.find("at last"), std::string::npos);
  EXPECT_TRUE(eventually([&] { return sum(&Counters::connections_open) == 0; }));
}

TEST_F(HttpFlowTest, AHalfEndedConnectionIsAnsweredOnTheShardThatItMovesTo) {
  start(3);
  for (int i = 0; i < 10; ++i) {
    TestClient client(server->port());
    client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    ::shutdown(client.descriptor(), SHUT_WR);
    ASSERT_TRUE(eventually([&] { return waiting == i + 1; }));
    answer_held();
    EXPECT_TRUE(client.receive_to_end().ends_with("at last"));
  }
  EXPECT_TRUE(eventually([&] { return sum(&Counters::connections_open) == 0; }));
}

TEST_F(HttpFlowTest, AHalfEndedConnectionDoesNotStayWithoutARequest) {
  settings.http.keep_alive = std::chrono::hours(1);
  settings.http.head_timeout = std::chrono::hours(1);
  start();
  TestClient idle(server->port());
  ::shutdown(idle.descriptor(), SHUT_WR);
  EXPECT_EQ(idle.receive_to_end(), "");
  TestClient unfinished(server->port());
  unfinished.send("GET /large HTT");
  ::shutdown(unfinished.descriptor(), SHUT_WR);
  EXPECT_EQ(unfinished.receive_to_end(), "");
  EXPECT_TRUE(eventually([&] { return sum(&Counters::connections_open) == 0; }));
}

// It could never say anything over it, nor close it.
TEST_F(HttpFlowTest, AWebSocketIsNotOpenedForAClientThatEndedItsHalf) {
  watches = true;
  start();
  TestClient client(server->port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n" + TestClient::upgrade_fields());
  ::shutdown(client.descriptor(), SHUT_WR);
  ASSERT_TRUE(eventually([&] { return abandoned == 1; }));
  std::atomic<bool> refused = false;
  server->shard(0).post([&] {
    auto listener = std::make_unique<SilentListener>();
    refused = std::exchange(held, nullptr)->accept_websocket(std::move(listener), 1'000) == nullptr;
  });
  EXPECT_TRUE(eventually([&] { return sum(&Counters::connections_open) == 0; }));
  EXPECT_TRUE(refused);
}

// Whoever waits for the client to leave (a long poll) is told, and may still answer.
TEST_F(HttpFlowTest, AHandlerThatAsksIsToldThatTheClientSendsNoMore) {
  watches = true;
  start(2);
  TestClient client(server->port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  ::shutdown(client.descriptor(), SHUT_WR);
  EXPECT_TRUE(eventually([&] { return abandoned == 1; }));
  answer_held();
  EXPECT_TRUE(client.receive_to_end().ends_with("at last"));
}

TEST_F(HttpFlowTest, AResetConnectionIsGoneEvenWhilePaused) {
  watches = true;
  start();
  TestClient client(server->port());
  client.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return waiting == 1; }));
  flood(client, kLarge);
  const linger at_once{1, 0};
  ::setsockopt(client.descriptor(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  client.hang_up();
  EXPECT_TRUE(eventually([&] { return abandoned == 1; }));
  EXPECT_TRUE(eventually([&] { return sum(&Counters::connections_open) == 0; }));
}

}  // namespace
}  // namespace waycast::net
