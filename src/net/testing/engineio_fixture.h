// An Engine.IO server of two shards without sockets: requests are values, answers are read back,
// and the application echoes.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "net/engineio_server.h"
#include "net/testing/fake_exchange.h"
#include "net/testing/fake_shard.h"
#include "protocol/engineio/sid.h"

namespace waycast::net::testing {

// Echoes, and remembers what it was told.
class Echo final : public engineio::Application {
 public:
  class Listener final : public engineio::SessionListener {
   public:
    Listener(Echo& echo, engineio::Session& session) : echo_(echo), session_(session) {}
    void on_message(std::string_view text) override {
      if (text == "close") return session_.close(engineio::CloseReason::kServerClose);
      session_.send(engineio::EncodedPacket::text(engineio::PacketType::kMessage, text));
      if (text.starts_with("parts")) {  // a header of 300 bytes with two attachments
        const engineio::PacketRef part = engineio::EncodedPacket::binary(std::string(300, 'x'));
        session_.send_message(
            {{engineio::EncodedPacket::text(engineio::PacketType::kMessage, std::string(300, 'h')),
              part, part}});
      }
      if (text == "bye") session_.close(engineio::CloseReason::kServerClose);
    }
    void on_binary(std::string_view bytes) override {
      session_.send(engineio::EncodedPacket::binary(bytes));
    }
    void on_close(engineio::CloseReason reason) override { echo_.closed.push_back(reason); }

   private:
    Echo& echo_;
    engineio::Session& session_;
  };

  std::unique_ptr<engineio::SessionListener> on_session(engineio::Session& session) override {
    if (!accepting) return nullptr;
    sessions.push_back(&session);
    token = session.handshake()->header("X-Token");
    session.forget_handshake();
    return std::make_unique<Listener>(*this, session);
  }

  bool accepting = true;
  std::string token;
  std::vector<engineio::Session*> sessions;
  std::vector<engineio::CloseReason> closed;
};

class EngineioFixture : public ::testing::Test {
 protected:
  void SetUp() override { start({}); }

  void start(EngineioSettings settings) {
    settings.handshake.headers.push_back("X-Token");
    server_ = std::make_unique<EngineioServer>(std::move(settings));
    for (std::size_t i = 0; i < 2; ++i) {
      if (shards_.size() < 2) shards_.push_back(std::make_unique<FakeShard>(i, shards_));
      server_->add(*shards_[i], echo_);
    }
  }

  static http::Request request(std::string method, const std::string& query,
                               std::string body = {}) {
    http::Request made;
    made.method = std::move(method);
    made.target = "/engine.io/?" + query;
    made.body = std::move(body);
    return made;
  }

  static http::Request websocket_request(const std::string& query) {
    http::Request made = request("GET", query);
    made.headers = {{"Upgrade", "websocket"}, {"Sec-WebSocket-Key", "x"}};
    return made;
  }

  std::shared_ptr<Answer> ask(http::Request asked, std::size_t shard = 0) {
    auto answer = std::make_shared<Answer>();
    server_->handler(shard)(std::make_unique<FakeExchange>(std::move(asked), answer, sockets_));
    run();
    return answer;
  }

  void run() {
    for (auto& shard : shards_) shard->run();
    for (auto& shard : shards_) shard->run();
  }

  std::string open_polling() {
    const auto answer = ask(request("GET", "EIO=4&transport=polling"));
    EXPECT_EQ(answer->status, 200);
    EXPECT_TRUE(answer->body.starts_with("0{\"sid\":\"")) << answer->body;
    return answer->body.substr(9, engineio::kSidSize);
  }

  std::shared_ptr<Answer> poll(const std::string& sid, std::size_t shard = 0) {
    return ask(request("GET", "EIO=4&transport=polling&sid=" + sid), shard);
  }
  std::shared_ptr<Answer> post(const std::string& sid, const std::string& body,
                               std::size_t shard = 0) {
    return ask(request("POST", "EIO=4&transport=polling&sid=" + sid, body), shard);
  }

  Client& open_websocket(const std::string& sid = {}) {
    const auto answer =
        ask(websocket_request("EIO=4&transport=websocket" + (sid.empty() ? "" : "&sid=" + sid)));
    EXPECT_EQ(answer->status, 101);
    return sockets_.clients.back();
  }

  std::uint64_t open_sessions() { return server_->counters(0).sessions_open.value(); }

  // Members are destroyed in reverse: the server's sessions before the WebSockets.
  std::vector<std::unique_ptr<FakeShard>> shards_;
  Sockets sockets_;
  Echo echo_;
  std::unique_ptr<EngineioServer> server_;
};

}  // namespace waycast::net::testing
