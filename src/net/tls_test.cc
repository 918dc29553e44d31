#include "net/tls.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "net/testing/tls_fixture.h"

namespace waycast::net {
namespace {

using testing::Certificate;
using testing::eventually;
using testing::TestClient;
using testing::TlsClient;

using TlsTest = testing::TlsFixture;

TEST_F(TlsTest, ServesHttpAndWebSocketAcrossShards) {
  start(3);
  const std::string body = std::string(300'000, 'x') + "end";
  for (int i = 0; i < 6; ++i) {
    TlsClient client(server->port());
    ASSERT_TRUE(client.is_connected());
    EXPECT_EQ(client.chosen_protocol(), "http/1.1");
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body);
    EXPECT_TRUE(client.receive_until("end").ends_with(body));
    client.send("GET /echo HTTP/1.1\r\nHost: a\r\n" + TestClient::upgrade_fields());
    EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 101"));
    const std::string message(100'000, 'y');
    client.send(
        websocket::encode_masked_frame(websocket::Opcode::kText, message + "end", {1, 2, 3, 4}));
    EXPECT_TRUE(client.receive_until("end").ends_with(message + "end"));
  }
}

TEST_F(TlsTest, SpeaksTls12ButNothingOlderAndSurvivesPlainText) {
  start(1);
  TlsClient modern(server->port(), TLS1_2_VERSION);
  EXPECT_TRUE(modern.is_connected());
  TlsClient old(server->port(), TLS1_1_VERSION);
  EXPECT_FALSE(old.is_connected());
  TestClient plain(server->port());
  plain.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  plain.receive_to_end();
  EXPECT_TRUE(eventually([&] { return server->shard(0).counters().tls_failures.value() >= 1; }));
  modern.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(modern.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_F(TlsTest, ClosesAndCountsAPeerThatDoesNotFinishItsHandshake) {
  start(1, {.keep_alive = std::chrono::milliseconds(200)});
  TestClient silent(server->port());
  TestClient halting(server->port());
  halting.send("\x16\x03\x01");  // the beginning of a TLS record
  EXPECT_EQ(silent.receive_to_end(), "");
  EXPECT_EQ(halting.receive_to_end(), "");
  const auto& counters = server->shard(0).counters();
  EXPECT_TRUE(eventually([&] { return counters.tls_failures.value() == 2; }));
  EXPECT_TRUE(eventually([&] { return counters.connections_open.value() == 0; }));
}

TEST_F(TlsTest, StopsWithACleanCloseOfTls) {
  start(1);
  TlsClient client(server->port());
  client.send("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  server->stop();
  EXPECT_EQ(client.receive_until("never"), "");
}

TEST_F(TlsTest, ANewCertificateIsForNewConnections) {
  constexpr std::string_view kRequest = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";
  start(2);
  TlsClient before(server->port());
  ASSERT_TRUE(before.is_connected());
  EXPECT_EQ(before.serial_of_server(), 1);
  const Certificate renewed(2);
  ASSERT_TRUE(server->reload_tls(renewed.settings()));
  for (int i = 0; i < 8; ++i) EXPECT_EQ(TlsClient(server->port()).serial_of_server(), 2);
  before.send(kRequest);
  EXPECT_TRUE(before.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200"));

  std::ofstream(certificate.settings().certificate_file) << "nonsense";
  const auto broken = server->reload_tls(certificate.settings());
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().message.find(certificate.settings().certificate_file),
            std::string::npos);
  EXPECT_EQ(TlsClient(server->port()).serial_of_server(), 2) << "as it was";
  const TlsSettings mixed{renewed.settings().certificate_file, certificate.settings().key_file};
  EXPECT_FALSE(server->reload_tls(mixed)) << "a key of another certificate";
  server->stop();
  EXPECT_FALSE(server->reload_tls(renewed.settings()));
}

TEST_F(TlsTest, SaysWhichFileIsWrong) {
  TlsSettings settings = certificate.settings();
  settings.key_file += ".missing";
  EXPECT_NE(TlsContext::load(settings).error().message.find(settings.key_file), std::string::npos);
  std::ofstream(settings.certificate_file) << "nonsense";
  EXPECT_NE(TlsContext::load(settings).error().message.find(settings.certificate_file),
            std::string::npos);
}

}  // namespace
}  // namespace waycast::net
