#include "net/web_socket_connection.h"

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
using Kind = websocket::Decoded::Kind;

struct Seen {
  std::atomic<WebSocket*> socket = nullptr;
  std::atomic<int> closed_code = 0;
  std::atomic<int> drained = 0;
};

class RecordingListener final : public WebSocketListener {
 public:
  explicit RecordingListener(Seen& seen) : seen_(seen) {}
  void on_text(std::string_view) override {}
  void on_binary(std::string_view) override {}
  void on_closed(std::uint16_t code) override {
    seen_.socket = nullptr;
    seen_.closed_code = code;
  }
  void on_drained() override { ++seen_.drained; }

 private:
  Seen& seen_;
};

class WebSocketTest : public ::testing::Test {
 protected:
  void start() {
    server = std::make_unique<Server>(settings, clock);
    server->router(0).add("/ws", [](std::unique_ptr<Exchange> exchange) {
      EchoListener::accept(std::move(exchange));
    });
    server->router(0).add("/record", [this](std::unique_ptr<Exchange> exchange) {
      seen.socket = exchange->accept_websocket(std::make_unique<RecordingListener>(seen), 1000);
    });
    ASSERT_TRUE(server->start());
  }
  // Runs on the shard with the recorded socket, and waits.
  void with_socket(const std::function<void(WebSocket&)>& act) {
    ASSERT_TRUE(eventually([&] { return seen.socket != nullptr; }));
    std::atomic<bool> done = false;
    server->shard(0).post([&] {
      act(*seen.socket);
      done = true;
    });
    ASSERT_TRUE(eventually([&] { return done.load(); }));
  }
  const Counters& counters() { return server->shard(0).counters(); }

  SystemClock clock;
  Settings settings = testing::test_settings();
  Seen seen;
  std::unique_ptr<Server> server;
};

TEST_F(WebSocketTest, EchoesMessagesOfEverySize) {
  start();
  TestClient client(server->port());
  const std::string response = client.upgrade();
  EXPECT_NE(response.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), std::string::npos);
  for (const std::size_t size : {0, 1, 125, 126, 65'535, 65'536, 500'000}) {
    const std::string text(size, 'a');
    client.send_text(text);
    EXPECT_EQ(client.receive_message().payload, text);
  }
}

TEST_F(WebSocketTest, ReadsFramesThatComeWithTheHandshake) {
  start();
  TestClient client(server->port());
  client.send("GET /ws HTTP/1.1\r\nHost: a\r\n" + TestClient::upgrade_fields() +
              websocket::encode_masked_frame(websocket::Opcode::kText, "early", {1, 2, 3, 4}));
  client.receive_response();
  EXPECT_EQ(client.receive_message().payload, "early");
}

TEST_F(WebSocketTest, AnswersPingAndClose) {
  start();
  TestClient client(server->port());
  client.upgrade();
  client.send_frame(websocket::Opcode::kPing, "are you there");
  const auto pong = client.receive_message();
  EXPECT_EQ(pong.kind, Kind::kPong);
  EXPECT_EQ(pong.payload, "are you there");
  client.send_frame(websocket::Opcode::kClose, "\x03\xe8");
  EXPECT_EQ(client.receive_message().close_code, 1000);
  EXPECT_FALSE(client.receive_more());
}

TEST_F(WebSocketTest, ClosesOnAMessageOverTheLimitAndOnAnUnmaskedFrame) {
  start();
  TestClient big(server->port());
  big.upgrade("/record");
  big.send_text(std::string(1001, 'x'));
  EXPECT_EQ(big.receive_message().close_code, 1009);
  EXPECT_TRUE(eventually([&] { return seen.closed_code == 1009; }));
  TestClient unmasked(server->port());
  unmasked.upgrade();
  unmasked.send(websocket::encode_frame(websocket::Opcode::kText, "x"));
  EXPECT_EQ(unmasked.receive_message().close_code, 1002);
}

TEST_F(WebSocketTest, TellsOfALostConnection) {
  start();
  TestClient client(server->port());
  client.upgrade("/record");
  with_socket([](WebSocket&) {});
  client.hang_up();
  EXPECT_TRUE(eventually([&] { return seen.closed_code == 1006; }));
  EXPECT_TRUE(eventually([&] { return counters().websockets_open.value() == 0; }));
}

TEST_F(WebSocketTest, ClosesAfterWhatIsQueued) {
  start();
  TestClient client(server->port());
  client.upgrade("/record");
  with_socket([](WebSocket& socket) {
    socket.send(text_packet("last"), {});
    socket.close(1000, "bye");
    EXPECT_EQ(socket.send(text_packet("too late"), {}), WebSocket::Sent::kDropped);
  });
  EXPECT_EQ(client.receive_message().payload, "last");
  const auto close = client.receive_message();
  EXPECT_EQ(close.close_code, 1000);
  EXPECT_EQ(close.payload, "bye");
  client.send_frame(websocket::Opcode::kClose, "\x03\xe8");
  EXPECT_FALSE(client.receive_more());
  EXPECT_TRUE(eventually([&] { return seen.closed_code == 1000; }));
}

TEST_F(WebSocketTest, DoesNotWaitForEverForThePeersClose) {
  settings.close_timeout = std::chrono::milliseconds{50};
  start();
  TestClient client(server->port());
  client.upgrade("/record");
  with_socket([](WebSocket& socket) { socket.close(1000, ""); });
  client.receive_message();
  EXPECT_FALSE(client.receive_more());
}

TEST_F(WebSocketTest, SendsAllOfOneTurnInOrder) {
  start();
  TestClient client(server->port());
  client.upgrade("/record");
  with_socket([](WebSocket& socket) {
    for (int i = 0; i < 300; ++i) socket.send(text_packet(std::to_string(i)), {});
  });
  for (int i = 0; i < 300; ++i) EXPECT_EQ(client.receive_message().payload, std::to_string(i));
}

// Fills the socket of a client that does not read.
void stall(WebSocket& socket) {
  const auto packet = text_packet(std::string(256 * 1024, 'x'));
  socket.set_max_queued(64 << 20);
  for (int i = 0; i < 64; ++i) socket.send(packet, {});
}

TEST_F(WebSocketTest, ASlowReaderGetsTheNewestOfAKeyAndNoVolatiles) {
  start();
  TestClient client(server->port(), 4096);
  client.upgrade("/record");
  with_socket(stall);
  with_socket([](WebSocket& socket) {
    EXPECT_EQ(socket.send(text_packet("volatile"), {.is_volatile = true}),
              WebSocket::Sent::kDropped);
    EXPECT_EQ(socket.send(text_packet("old"), {.conflation_key = 7}), WebSocket::Sent::kQueued);
    EXPECT_EQ(socket.send(text_packet("other"), {.conflation_key = 8}), WebSocket::Sent::kQueued);
    EXPECT_EQ(socket.send(text_packet("new"), {.conflation_key = 7}), WebSocket::Sent::kReplaced);
  });
  for (int i = 0; i < 64; ++i) EXPECT_EQ(client.receive_message().payload.size(), 256u * 1024);
  EXPECT_EQ(client.receive_message().payload, "new");
  EXPECT_EQ(client.receive_message().payload, "other");
  EXPECT_TRUE(eventually([&] { return seen.drained == 1; }));
  EXPECT_EQ(counters().packets_dropped.value(), 1u);
  EXPECT_EQ(counters().packets_replaced.value(), 1u);
}

TEST_F(WebSocketTest, AReaderOverItsLimitIsClosedAndCounted) {
  start();
  TestClient client(server->port(), 4096);
  client.upgrade("/record");
  with_socket(stall);
  with_socket([](WebSocket& socket) {
    socket.set_max_queued(socket.queued_bytes() - 10);
    EXPECT_EQ(socket.send(text_packet("position"), {.conflation_key = 1}),
              WebSocket::Sent::kQueued);
    EXPECT_EQ(socket.send(text_packet("an attachment"), {.continues = true}),
              WebSocket::Sent::kQueued);
    EXPECT_EQ(socket.send(text_packet("a message too many"), {}), WebSocket::Sent::kOverflow);
    EXPECT_LE(socket.queued_bytes(), 257u * 1024);
  });
  EXPECT_TRUE(eventually([&] { return seen.closed_code == 1008; }));
  EXPECT_EQ(counters().queue_overflows.value(), 1u);
  EXPECT_TRUE(eventually([&] { return counters().connections_open.value() == 0; }));
}

// RFC 6455 5.5.3: the latest one is enough, and costs a client that reads nothing no memory of
// ours.
TEST_F(WebSocketTest, OwesOnePongAtMost) {
  start();
  TestClient client(server->port(), 4096);
  client.upgrade("/record");
  with_socket(stall);
  for (int i = 0; i < 1000; ++i) {
    client.send_frame(websocket::Opcode::kPing, std::to_string(i));
  }
  EXPECT_TRUE(eventually([&] { return counters().packets_replaced.value() == 999; }));
  for (int i = 0; i < 64; ++i) EXPECT_EQ(client.receive_message().payload.size(), 256u * 1024);
  EXPECT_EQ(client.receive_message().payload, "999");
}

}  // namespace
}  // namespace waycast::net
