// A blocking client of one loopback connection to a server on a free port.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "net/request_reader.h"
#include "net/server.h"
#include "protocol/websocket/frame_decoder.h"

namespace waycast::net::testing {

class TestClient {
 public:
  // `receive_buffer`: of the socket, in bytes; 0 leaves the system's. `from`: its own address.
  explicit TestClient(std::uint16_t port, int receive_buffer = 0, const char* from = nullptr)
      : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_buffer > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    const timeval limit{30, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (from != nullptr) {
      sockaddr_in own{};
      own.sin_family = AF_INET;
      ::inet_pton(AF_INET, from, &own.sin_addr);
      ::bind(socket_, reinterpret_cast<sockaddr*>(&own), sizeof own);
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
      throw std::system_error(errno, std::generic_category(), "connect");
    }
  }
  ~TestClient() { hang_up(); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  void hang_up() {
    if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  }
  int descriptor() const { return socket_; }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size <= 0) return;  // the server hung up: what it said before is what counts
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
  }

  // False at the end of the connection (or after 30 s without a byte).
  bool receive_more() {
    char buffer[16 * 1024];
    const ssize_t size = ::recv(socket_, buffer, sizeof buffer, 0);
    if (size <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(size));
    return true;
  }

  // One whole response, head and body; what there is, if the connection ends before.
  std::string receive_response(bool has_body = true) {
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive_more()) return std::exchange(received_, {});
    }
    end += 4;
    const auto length = received_.substr(0, end).find("Content-Length: ");
    if (has_body && length != std::string::npos) end += std::stoul(received_.substr(length + 16));
    while (received_.size() < end && receive_more()) {
    }
    const std::string response = received_.substr(0, end);
    received_.erase(0, end);
    return response;
  }

  std::string receive_to_end() {
    while (receive_more()) {
    }
    return std::exchange(received_, {});
  }

  std::string upgrade(std::string_view path = "/ws") {
    send("GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + upgrade_fields());
    return receive_response();
  }
  static std::string upgrade_fields() {
    return "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  void send_frame(websocket::Opcode opcode, std::string_view payload) {
    send(websocket::encode_masked_frame(opcode, payload, {1, 2, 3, 4}));
  }
  void send_text(std::string_view text) { send_frame(websocket::Opcode::kText, text); }

  struct Message {
    websocket::Decoded::Kind kind = websocket::Decoded::Kind::kNeedMore;  // the connection ended
    std::string payload;
    std::uint16_t close_code = 0;
  };
  Message receive_message() {
    for (;;) {
      std::span<char> input(received_);
      const websocket::Decoded decoded = decoder_.next(input);
      Message message{decoded.kind, std::string(decoded.payload), decoded.close_code};
      received_.erase(0, received_.size() - input.size());
      if (message.kind != websocket::Decoded::Kind::kNeedMore) return message;
      if (!receive_more()) return {};
    }
  }

 private:
  int socket_;
  std::string received_;
  websocket::FrameDecoder decoder_{64 << 20, websocket::Masking::kForbidden};
};

inline Settings test_settings(std::size_t shards = 1) {
  Settings settings;
  settings.port = 0;
  settings.shards = shards;
  return settings;
}

// Polls until `condition` holds; for what another thread will do soon.
inline bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 30'000; ++i) {
    if (condition()) return true;
    ::usleep(1'000);
  }
  return false;
}

}  // namespace waycast::net::testing
