// What one connection may hold before anybody knows whose it is.
#include <gtest/gtest.h>

#include <atomic>

#include "net/testing/echo_listener.h"
#include "net/testing/test_client.h"

namespace waycast::net {
namespace {

using testing::EchoListener;
using testing::eventually;
using testing::TestClient;
using testing::text_packet;

// Sends what it is asked, and trusts on the text "trust me".
class TrustingListener final : public WebSocketListener {
 public:
  static void accept(std::unique_ptr<Exchange> exchange) {
    auto listener = std::make_unique<TrustingListener>();
    TrustingListener& self = *listener;
    self.socket_ = exchange->accept_websocket(std::move(listener), 1 << 20);
  }
  void on_text(std::string_view message) override {
    if (message == "trust me") socket_->trust();
    socket_->send(text_packet(std::to_string(message.size())), {});
  }
  void on_binary(std::string_view) override {}
  void on_closed(std::uint16_t) override {}

 private:
  WebSocket* socket_ = nullptr;
};

constexpr std::size_t kLargeAnswer = 16'000'000;  // the sockets' buffers hold a part of it

class StrangerTest : public ::testing::Test {
 protected:
  void start() {
    server = std::make_unique<Server>(settings, clock);
    Router& router = server->router(0);
    router.add("/post", [](std::unique_ptr<Exchange> exchange) {
      exchange->respond({200, {}, std::to_string(exchange->request().body.size())});
    });
    router.add("/large", [](std::unique_ptr<Exchange> exchange) {
      exchange->respond({200, {}, std::string(kLargeAnswer, 'x')});
    });
    router.add("/ws", [](std::unique_ptr<Exchange> exchange) {
      TrustingListener::accept(std::move(exchange));
    });
    ASSERT_TRUE(server->start());
  }
  const Counters& counters() { return server->shard(0).counters(); }
  ~StrangerTest() override {
    if (server) server->stop();
  }

  SystemClock clock;
  Settings settings = testing::test_settings();
  std::unique_ptr<Server> server;
};

std::string post(std::size_t size, std::size_t sent) {
  return "POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
         std::string(sent, 'x');
}

// The beginning of a message that does not end.
std::string beginning(std::size_t size) {
  std::string frame = websocket::encode_masked_frame(websocket::Opcode::kText,
                                                     std::string(size, 'x'), {1, 2, 3, 4});
  frame[0] = static_cast<char>(frame[0] & 0x7f);
  return frame;
}

TEST_F(StrangerTest, UnfinishedBodiesShareABound) {
  settings.max_unfinished = 300'000;
  start();
  TestClient first(server->port());
  first.send(post(500'000, 250'000));
  ASSERT_TRUE(eventually([&] { return counters().bytes_received.value() > 250'000; }));
  TestClient second(server->port());
  second.send(post(500'000, 250'000));
  const std::string refused = second.receive_to_end();
  EXPECT_TRUE(refused.starts_with("HTTP/1.1 503")) << refused;
  EXPECT_EQ(counters().unfinished_refused.value(), 1U);
  TestClient small(server->port());
  small.send(post(15'000, 10'000));
  small.send(std::string(5'000, 'x'));
  EXPECT_TRUE(small.receive_response().ends_with("15000")) << "a little is always allowed";
  first.send(std::string(250'000, 'x'));
  const std::string cut = first.receive_response();
  EXPECT_TRUE(cut.starts_with("HTTP/1.1 503")) << "its own growth counts as well: " << cut;
  TestClient third(server->port());
  third.send(post(280'000, 250'000));
  third.send(std::string(30'000, 'x'));
  EXPECT_TRUE(third.receive_response().ends_with("280000")) << "what was held is given back";
}

TEST_F(StrangerTest, UnreadAnswersShareABound) {
  settings.max_unread = 20'000'000;
  start();
  const std::string ask = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";
  TestClient first(server->port(), 4096);
  first.send(ask);
  ASSERT_TRUE(eventually([&] { return counters().bytes_sent.value() > 0; }));
  TestClient second(server->port(), 4096);
  second.send(ask);
  ASSERT_TRUE(eventually([&] { return counters().unread_cut.value() == 1; }));
  EXPECT_LT(second.receive_to_end().size(), kLargeAnswer);
  EXPECT_GT(first.receive_response().size(), kLargeAnswer) << "it was there before";
  TestClient third(server->port(), 4096);
  third.send(ask);
  EXPECT_GT(third.receive_response().size(), kLargeAnswer) << "what was held is given back";
}

TEST_F(StrangerTest, UnfinishedMessagesOfStrangersShareIt) {
  settings.max_unfinished = 300'000;
  start();
  TestClient first(server->port());
  first.upgrade();
  first.send(beginning(250'000));
  ASSERT_TRUE(eventually([&] { return counters().bytes_received.value() > 250'000; }));
  TestClient second(server->port());
  second.upgrade();
  second.send(beginning(250'000));
  EXPECT_EQ(second.receive_message().close_code, 1013);
  TestClient known(server->port());
  known.upgrade();
  known.send_text("trust me");
  EXPECT_EQ(known.receive_message().payload, "8");
  known.send(beginning(400'000));
  known.send_frame(websocket::Opcode::kContinuation, "y");
  EXPECT_EQ(known.receive_message().payload, "400001");
  first.send_frame(websocket::Opcode::kContinuation, "y");
  EXPECT_EQ(first.receive_message().payload, "250001");
  TestClient third(server->port());
  third.upgrade();
  third.send(beginning(250'000));
  third.send_frame(websocket::Opcode::kContinuation, "y");
  EXPECT_EQ(third.receive_message().payload, "250001") << "what was held is given back";
}

// Pings of a client that does not read its pongs: a queued packet costs a hundred bytes.
TEST_F(StrangerTest, PongsDoNotPileUp) {
  start();
  TestClient client(server->port(), 4096);
  client.upgrade();
  std::string pings;
  for (int i = 0; i < 20'000; ++i) {
    pings += websocket::encode_masked_frame(websocket::Opcode::kPing, std::string(100, 'p'),
                                            {1, 2, 3, 4});
  }
  for (int i = 0; i < 10; ++i) client.send(pings);
  client.send_text("are you there");
  EXPECT_TRUE(eventually([&] { return counters().messages_received.value() == 1; }));
  EXPECT_EQ(counters().queue_overflows.value(), 0U) << "and are no reason to close";
  EXPECT_GT(counters().packets_replaced.value(), 100'000U);
}

TEST_F(StrangerTest, EveryPingOfAFewIsAnswered) {
  start();
  TestClient client(server->port());
  client.upgrade();
  for (int i = 0; i < 30; ++i) client.send_frame(websocket::Opcode::kPing, std::to_string(i));
  for (int i = 0; i < 30; ++i) ASSERT_EQ(client.receive_message().payload, std::to_string(i));
}

// A closing handshake that the client does not let end.
TEST_F(StrangerTest, AClientThatSaysCloseButDoesNotReadIsEnded) {
  settings.close_timeout = std::chrono::milliseconds{100};
  start();
  TestClient client(server->port(), 4096);
  client.upgrade();
  server->shard(0).post([this] {
    server->router(0).add("/large", [](std::unique_ptr<Exchange> exchange) {
      auto listener = std::make_unique<EchoListener>();
      WebSocket* socket = exchange->accept_websocket(std::move(listener), 1'000);
      socket->set_max_queued(64 << 20);
      const auto packet = text_packet(std::string(1 << 20, 'x'));
      for (int i = 0; i < 16; ++i) socket->send(packet, {});
    });
  });
  TestClient deaf(server->port(), 4096);
  deaf.upgrade("/large");
  deaf.send_frame(websocket::Opcode::kClose, "\x03\xe8");
  EXPECT_TRUE(eventually([&] { return counters().websockets_open.value() == 1; }));
}

TEST_F(StrangerTest, AnAddressHoldsSoManyConnections) {
  settings.max_connections_of_address = 2;
  start();
  auto first = std::make_unique<TestClient>(server->port());
  TestClient second(server->port());
  for (TestClient* client : {first.get(), &second}) {
    client->send(post(1, 1));
    EXPECT_TRUE(client->receive_response().ends_with("1"));
  }
  TestClient third(server->port());
  EXPECT_FALSE(third.receive_more());
  EXPECT_EQ(counters().addresses_refused.value(), 1U);
  TestClient elsewhere(server->port(), 0, "127.0.0.2");
  elsewhere.send(post(1, 1));
  EXPECT_TRUE(elsewhere.receive_response().ends_with("1"));
  first.reset();
  EXPECT_TRUE(eventually([&] {
    TestClient again(server->port());
    again.send(post(1, 1));
    return again.receive_response().ends_with("1");
  }));
}

}  // namespace
}  // namespace waycast::net
