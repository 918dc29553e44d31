// A TLS server on a free port with a certificate of its own, and clients of it.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "net/testing/echo_listener.h"
#include "net/testing/test_client.h"

namespace waycast::net::testing {

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

class TlsFixture : public ::testing::Test {
 protected:
  // Shard i hands every request to the last shard.
  void start(std::size_t shards, HttpLimits limits = {}) {
    Settings settings = test_settings(shards);
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

}  // namespace waycast::net::testing
