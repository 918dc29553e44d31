// A connection that speaks HTTP/1.1 (RFC 9112): reads one request after the other, gives each to
// its route, writes the answers in order, keeps the times.
#pragma once

#include <memory>
#include <string>

#include "net/connection.h"
#include "net/http_server.h"
#include "net/request_reader.h"
#include "protocol/websocket/handshake.h"

namespace waycast::net {

class HttpExchange;

class HttpConnection final : public Protocol, private WheelTimer {
 public:
  HttpConnection(Connection& connection, std::string remote_address);
  ~HttpConnection() override;

  // A connection that comes from another shard, in the middle of a request.
  struct Luggage {
    ByteStream stream;
    std::string remote_address;
    std::string unread;
    std::string unsent;
    http::Request request;
    bool keep_alive;
    bool is_head;
  };
  static void arrive(IoShard& shard, std::unique_ptr<Luggage> luggage,
                     UniqueFunction<void(std::unique_ptr<Exchange>)> then);

  void on_input(std::span<char> bytes) override;
  void on_end(EndOfInput how) override;
  void flush() override;
  void begin_stop() override;

  // For the exchange under way.
  void respond(const http::Response& response);
  WebSocket* become_websocket(const websocket::Acceptance& accept,
                              std::unique_ptr<WebSocketListener> listener, std::size_t max_message);
  void hand_over(Shard& to, http::Request request,
                 UniqueFunction<void(std::unique_ptr<Exchange>)> then);

 private:
  enum class State : std::uint8_t {
    kIdle,     // between requests
    kReading,  // a request has begun to arrive
    kBusy,     // it is being answered
    kEnding,   // the last answer is being written, input is ignored
  };

  void on_timer() override;
  void read_requests();
  bool read_step();
  bool can_read() const;
  void on_head();
  void dispatch();
  http::Response refusal() const;
  void refuse(const http::Response& response);
  void append(const http::Response& response);
  void become_idle();
  void start_ending();
  bool write_unsent();
  void on_all_written();
  IoShard& shard() { return connection_.shard(); }
  const HttpLimits& limits() { return shard().group().settings.http; }

  Connection& connection_;
  std::string remote_address_;
  std::string unread_;
  std::string unsent_;
  std::unique_ptr<RequestReader> reader_;  // while reading
  HttpExchange* exchange_ = nullptr;       // while busy
  Router::Route* route_ = nullptr;
  std::size_t body_progress_ = 0;
  State state_ = State::kIdle;
  bool keep_alive_ = true;
  bool is_head_ = false;
  bool is_shut_down_ = false;
};

}  // namespace waycast::net
