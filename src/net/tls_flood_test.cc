// TLS clients that ask for much, or read nothing.
#include <gtest/gtest.h>
#include <malloc.h>

#include <csignal>

#include "net/testing/tls_fixture.h"

namespace waycast::net {
namespace {

using testing::Certificate;
using testing::eventually;
using testing::TestClient;
using testing::TlsClient;

using TlsFloodTest = testing::TlsFixture;

TEST_F(TlsFloodTest, AFewNewKeysAreFineAndAFloodOfThemIsCutOff) {
  ::signal(SIGPIPE, SIG_IGN);
  start(1);
  const auto& counters = server->shard(0).counters();
  TlsClient client(server->port());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(client.update_keys());
  client.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  int sent = 0;
  while (sent < 100'000 && client.update_keys()) ++sent;
  EXPECT_LT(sent, 100'000);
  EXPECT_TRUE(eventually([&] { return counters.tls_failures.value() == 1; }));
  EXPECT_TRUE(eventually([&] { return counters.connections_open.value() == 0; }));
  EXPECT_LT(counters.bytes_received.value(), 1U << 20);
}

TEST_F(TlsFloodTest, NewKeysInProportionToTheTrafficAreFine) {
  start(1);
  TlsClient client(server->port());
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(client.update_keys());
    const std::string body(100'000, 'x');
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100003\r\n\r\n" + body + "end");
    ASSERT_TRUE(client.receive_until("end").ends_with("end")) << i;
  }
}

TEST_F(TlsFloodTest, AClientThatEndsItsHalfGetsItsAnswer) {
  start(3);
  for (int i = 0; i < 6; ++i) {
    TlsClient client(server->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nend");
    client.send_close_notify();
    EXPECT_TRUE(client.receive_until("end").ends_with("\r\n\r\nend"));
  }
}

TEST_F(TlsFloodTest, StopsReadingFromAClientThatDoesNotReadItsAnswers) {
  start(1);
  TlsClient client(server->port(), 0, 4096);
  client.set_nonblocking();
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 8000\r\n\r\n" + std::string(8'000, 'x');
  const auto& counters = server->shard(0).counters();
  std::uint64_t seen = 0;
  for (int quiet = 0; quiet < 50 && seen < (64U << 20);) {
    while (client.try_send(request)) {
    }
    ::usleep(10'000);
    quiet = counters.bytes_received.value() == std::exchange(seen, counters.bytes_received.value())
                ? quiet + 1
                : 0;
  }
  EXPECT_LT(seen, 8U << 20);
}

TEST_F(TlsFloodTest, AnIdleConnectionKeepsLittleOfALargeExchange) {
  start(1);
  const std::string body = std::string(900'000, 'x') + "end";
  const std::string request =
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900003\r\n\r\n" + body;
  const auto in_use = [] { return ::mallinfo2().uordblks + ::mallinfo2().hblkhd; };
  std::vector<std::unique_ptr<TlsClient>> clients;
  const auto exchange = [&] {
    clients.push_back(std::make_unique<TlsClient>(server->port()));
    clients.back()->send(request);
    ASSERT_TRUE(clients.back()->receive_until("end").ends_with(body));
  };
  exchange();
  const std::size_t before = in_use();
  for (int i = 0; i < 30; ++i) exchange();
  EXPECT_LT(in_use(), before + 30 * 200'000) << "both ends, and the client's own buffers";
}

}  // namespace
}  // namespace waycast::net
