// A client without sockets, for tests of what runs on a ShardServer: what it says goes in at once,
// what it is sent is kept as it would be on a WebSocket.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/engineio/application.h"

namespace waycast::realtime {

// Lives on the thread of the application that it talks to, which outlives it.
class FakeClient final : public engineio::Session {
 public:
  explicit FakeClient(engineio::Application& application, http::Request request = {})
      : request_(std::move(request)), listener_(application.on_session(*this)) {}
  FakeClient(const FakeClient&) = delete;
  ~FakeClient() override { lose(); }

  // An Engine.IO message, without the type digit: `0{"token":"x"}`, `2["message",1]`.
  void say(std::string_view message) {
    if (listener_ != nullptr) listener_->on_message(message);
  }
  void say_binary(std::string_view bytes) {
    if (listener_ != nullptr) listener_->on_binary(bytes);
  }
  // The connection ends; also what the loop does some time after close().
  void lose(engineio::CloseReason reason = engineio::CloseReason::kTransportClose) {
    if (listener_ == nullptr) return;
    listener_->on_close(reason);
    listener_.reset();
  }

  // What came since the last call: `42["event",1]`, or the bytes of a binary message.
  std::vector<std::string> take() { return std::exchange(received_, {}); }
  // The id in the first CONNECT reply.
  const std::string& socket_id() const { return socket_id_; }
  std::optional<engineio::CloseReason> closed() const { return closed_; }
  bool is_trusted() const { return is_trusted_; }
  const std::vector<engineio::Delivery>& deliveries() const { return deliveries_; }

  const std::string& sid() const override { return sid_; }
  const http::Request* handshake() const override { return request_ ? &*request_ : nullptr; }
  void forget_handshake() override { request_.reset(); }
  void trust() override { is_trusted_ = true; }
  void send(engineio::PacketRef packet, engineio::Delivery delivery) override {
    received_.emplace_back(packet->payload());
    deliveries_.push_back(delivery);
    note_socket_id(received_.back());
  }
  void close(engineio::CloseReason reason) override {
    if (!closed_) closed_ = reason;
  }
  std::size_t queued_bytes() const override { return 0; }
  bool is_websocket() const override { return true; }
  SteadyTime heard_at() const override { return heard_at_; }
  bool is_silent(SteadyTime now) const override { return now - heard_at_ > kPingInterval; }

  // Silent from now on: whoever is not told so is heard at every moment.
  void heard_last(SteadyTime at) { heard_at_ = at; }

  static constexpr Duration kPingInterval{25'000};

 private:
  void note_socket_id(std::string_view packet) {
    constexpr std::string_view kKey = "\"sid\":\"";
    const std::size_t at = packet.find(kKey);
    if (!packet.starts_with("40") || at == std::string_view::npos || !socket_id_.empty()) return;
    const std::string_view rest = packet.substr(at + kKey.size());
    socket_id_ = rest.substr(0, rest.find('"'));
  }

  const std::string sid_ = "engine-io-session-01";
  std::optional<http::Request> request_;
  std::vector<std::string> received_;
  std::vector<engineio::Delivery> deliveries_;
  std::string socket_id_;
  bool is_trusted_ = false;
  std::optional<engineio::CloseReason> closed_;
  SteadyTime heard_at_ = SteadyTime::max();
  std::unique_ptr<engineio::SessionListener> listener_;
};

}  // namespace waycast::realtime
