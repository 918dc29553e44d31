// HTTP requests and WebSockets of a test, without sockets: what the server would send is kept to be
// read.
//
// Thread: the test's. `Sockets` outlives every session that was given one of its WebSockets.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http_server.h"
#include "net/shard.h"
#include "net/web_socket.h"

namespace waycast::net {

// What a client sees of one WebSocket.
struct Client {
  std::vector<std::string> received;
  std::uint16_t closed = 0;
  bool is_trusted = false;
  std::size_t max_queued = 0;
  WebSocketListener* listener = nullptr;

  std::string take() {
    std::string all;
    for (const std::string& each : std::exchange(received, {})) all += each + "|";
    return all;
  }
};

class FakeSocket final : public WebSocket {
 public:
  FakeSocket(Client& client, std::unique_ptr<WebSocketListener> listener)
      : client_(client), listener_(std::move(listener)) {
    client.listener = listener_.get();
  }
  // What the test did not take yet waits, as for a client that does not read.
  Sent send(engineio::PacketRef packet, engineio::Delivery delivery) override {
    if (!delivery.continues && queued_bytes() > client_.max_queued) return Sent::kOverflow;
    keep(*packet);
    return Sent::kQueued;
  }
  void send_all(engineio::Outbox queued) override {
    for (const engineio::PacketRef& packet : queued.take()) keep(*packet);
  }
  void close(std::uint16_t code, std::string_view) override {
    if (client_.closed == 0) client_.closed = code;
  }
  std::size_t queued_bytes() const override {
    std::size_t bytes = 0;
    for (const std::string& each : client_.received) bytes += each.size();
    return bytes;
  }
  void set_max_queued(std::size_t bytes) override { client_.max_queued = bytes; }
  void trust() override { client_.is_trusted = true; }

 private:
  void keep(const engineio::EncodedPacket& packet) {
    client_.received.push_back((packet.is_binary() ? "b:" : "") + std::string(packet.payload()));
  }

  Client& client_;
  std::unique_ptr<WebSocketListener> listener_;
};

struct Answer {
  int status = 0;  // 0: not answered
  http::Headers headers;
  std::string body;
  Task abandoned;
};

struct Sockets {
  std::deque<Client> clients;
  std::deque<FakeSocket> sockets;
};

class FakeExchange final : public Exchange {
 public:
  FakeExchange(http::Request request, std::shared_ptr<Answer> answer, Sockets& sockets)
      : request_(std::move(request)), answer_(std::move(answer)), sockets_(sockets) {}

  const http::Request& request() const override { return request_; }
  void respond(http::Response response) override {
    answer_->status = response.status;
    answer_->headers = std::move(response.headers);
    answer_->body = std::move(response.body);
  }
  bool is_websocket_upgrade() const override {
    return !request_.header("Upgrade").empty() && !request_.header("Sec-WebSocket-Key").empty();
  }
  WebSocket* accept_websocket(std::unique_ptr<WebSocketListener> listener, std::size_t) override {
    answer_->status = 101;
    Client& client = sockets_.clients.emplace_back();
    return &sockets_.sockets.emplace_back(client, std::move(listener));
  }
  void on_abandoned(Task task) override { answer_->abandoned = std::move(task); }
  void hand_over(Shard& to, UniqueFunction<void(std::unique_ptr<Exchange>)> then) override {
    to.post([moved = std::make_unique<FakeExchange>(request_, answer_, sockets_),
             then = std::move(then)]() mutable { then(std::move(moved)); });
  }

 private:
  http::Request request_;
  std::shared_ptr<Answer> answer_;
  Sockets& sockets_;
};

}  // namespace waycast::net
