#include "net/tls.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "net/testing/echo_listener.h"
#include "net/testing/test_client.h"

namespace waycast::net {
namespace {

using testing::EchoListener;
using testing::eventually;
using testing::TestClient;

// A self-signed certificate for "localhost" in a temporary folder.
class Certificate {
 public:
  explicit Certificate(long serial = 1) {
    char pattern[] = "/tmp/waycast-tls-XXXXXX";
    folder_ = ::mkdtemp(pattern);
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    X509_sign(certificate, key, EVP_sha256());
    write(settings().certificate_file, [&](FILE* to) { PEM_write_X509(to, certificate); });
    write(settings().key_file,
          [&](FILE* to) { PEM_write_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr); });
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  ~Certificate() { std::filesystem::remove_all(folder_); }

  TlsSettings settings() const { return {folder_ + "/certificate.pem", folder_ + "/key.pem"}; }

 private:
  static void write(const std::string& path, const std::function<void(FILE*)>& print) {
    FILE* to = std::fopen(path.c_str(), "w");
    print(to);
    std::fclose(to);
  }
  std::string folder_;
};

// TLS over a TestClient's socket.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, int version = 0, int receive_buffer = 0)
      : tcp_(port, receive_buffer),
        context_(SSL_CTX_new(TLS_client_method())),
        ssl_(SSL_new(context_)) {
    if (version != 0) SSL_set_max_proto_version(ssl_, version);
    static constexpr unsigned char kOffer[] = "\x02h2\x08http/1.1";
    SSL_set_alpn_protos(ssl_, kOffer, sizeof kOffer - 1);
    SSL_set_fd(ssl_, tcp_.descriptor());
    is_connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool is_connected() const { return is_connected_; }
  long serial_of_server() const {
    X509* certificate = SSL_get1_peer_certificate(ssl_);
    const long serial = ASN1_INTEGER_get(X509_get0_serialNumber(certificate));
    X509_free(certificate);
    return serial;
  }
  std::string chosen_protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(ssl_, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }
  // False: the connection is over.
  bool update_keys() {
    return SSL_key_update(ssl_, SSL_KEY_UPDATE_REQUESTED) == 1 && SSL_do_handshake(ssl_) == 1;
  }
  void send_close_notify() { SSL_shutdown(ssl_); }
  void set_nonblocking() {
    ::fcntl(tcp_.descriptor(), F_SETFL, O_NONBLOCK);
    SSL_set_mode(ssl_, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  }
  bool try_send(std::string_view bytes) {
    return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  void send(std::string_view bytes) {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
  }
  // Reads until `end` has come, or the connection is over.
  std::string receive_until(std::string_view end) {
    std::string text;
    char buffer[16 * 1024];
    while (!text.ends_with(end)) {
      const int size = SSL_read(ssl_, buffer, sizeof buffer);
      if (size <= 0) break;
      text.append(buffer, static_cast<std::size_t>(size));
    }
    return text;
  }

 private:
  TestClient tcp_;
  SSL_CTX* context_;
  SSL* ssl_;
  bool is_connected_;
};

class TlsTest : public ::testing::Test {
 protected:
  // Shard i hands every request to the last shard.
  void start(std::size_t shards, HttpLimits limits = {}) {
    Settings settings = testing::test_settings(shards);
    settings.http = limits;
    settings.tls = certificate.settings();
    server = std::make_unique<Server>(settings, clock);
    for (std::size_t i = 0; i < shards; ++i) {
      Shard& last = server->shard(shards - 1);
      server->router(i).add("/echo", [&last](std::unique_ptr<Exchange> exchange) {
        Exchange& here = *exchange;
        here.hand_over(last, [](std::unique_ptr<Exchange> moved) {
          if (moved->is_websocket_upgrade()) return EchoListener::accept(std::move(moved));
          moved->respond({200, {}, moved->request().secure ? moved->request().body : "plain"});
        });
      });
    }
    ASSERT_TRUE(server->start());
  }

  Certificate certificate;
  SystemClock clock;
  std::unique_ptr<Server> server;
};

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

TEST_F(TlsTest, AFewNewKeysAreFineAndAFloodOfThemIsCutOff) {
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

TEST_F(TlsTest, NewKeysInProportionToTheTrafficAreFine) {
  start(1);
  TlsClient client(server->port());
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(client.update_keys());
    const std::string body(100'000, 'x');
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100003\r\n\r\n" + body + "end");
    ASSERT_TRUE(client.receive_until("end").ends_with("end")) << i;
  }
}

TEST_F(TlsTest, AClientThatEndsItsHalfGetsItsAnswer) {
  start(3);
  for (int i = 0; i < 6; ++i) {
    TlsClient client(server->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nend");
    client.send_close_notify();
    EXPECT_TRUE(client.receive_until("end").ends_with("\r\n\r\nend"));
  }
}

TEST_F(TlsTest, StopsReadingFromAClientThatDoesNotReadItsAnswers) {
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

TEST_F(TlsTest, AnIdleConnectionKeepsLittleOfALargeExchange) {
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
