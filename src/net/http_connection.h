// A connection that speaks HTTP/1.1 (RFC 9112): reads one request after the other, gives each to
// its route, writes the answers in order, keeps the times.
//
// What it holds is bounded: input that cannot be used yet, and answers that are not read, stop the
// reading. A client that ends its half after a request gets its answer (RFC 9112 9.6).
#pragma once

#include <memory>
#include <string>

#include "net/byte_queue.h"
#include "net/connection.h"
#include "net/http_server.h"
#include "net/request_reader.h"
#include "net/unfinished_bytes.h"
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
    ByteQueue unread;
    ByteQueue unsent;
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
  void post(Task task) { shard().post(std::move(task)); }
  void respond(const http::Response& response);
  void respond_unanswered(const http::Request& request);  // 500
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
  bool wants_input() const;
  bool holds_too_much();
  void settle();
  void on_head();
  void dispatch();
  void refuse(http::Response response);
  void complete_refusal(const http::Request& known, http::Response& response);
  void append(const http::Response& response);
  void become_idle();
  void start_ending();
  bool write_unsent();
  void on_all_written();
  IoShard& shard() { return connection_.shard(); }
  const HttpLimits& limits() { return shard().group().settings.http; }

  Connection& connection_;
  std::string remote_address_;
  ByteQueue unread_;
  ByteQueue unsent_;
  UnfinishedBytes unfinished_;
  UnfinishedBytes unread_answers_;
  std::unique_ptr<RequestReader> reader_;  // while reading
  HttpExchange* exchange_ = nullptr;       // while busy
  Router::Route* route_ = nullptr;
  std::shared_ptr<void> arriving_;  // RouteOptions::on_head's, until the body is here
  std::size_t body_progress_ = 0;
  State state_ = State::kIdle;
  bool keep_alive_ = true;
  bool is_head_ = false;
  bool input_ended_ = false;   // the client will send no more
  bool is_shut_down_ = false;  // nor will this end
};

}  // namespace waycast::net
