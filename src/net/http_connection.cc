#include "net/http_connection.h"

#include "net/http_exchange.h"
#include "net/response_writer.h"
#include "net/web_socket_connection.h"
#include "protocol/websocket/handshake.h"

namespace waycast::net {

namespace {

// More than this, unread while a request is being answered, and reading pauses; unsent, and no
// further request is read.
constexpr std::size_t kMaxAhead = 64 * 1024;
// A body gets its time anew whenever this much of it has arrived.
constexpr std::size_t kBodyStride = 64 * 1024;

// Empties `text` and gives its memory back.
void release(std::string& text) { std::string().swap(text); }

}  // namespace

HttpConnection::HttpConnection(Connection& connection, std::string remote_address)
    : connection_(connection), remote_address_(std::move(remote_address)) {
  shard().arm(*this, limits().keep_alive);
}

HttpConnection::~HttpConnection() {
  if (exchange_ != nullptr) std::exchange(exchange_, nullptr)->abandon();
}

void HttpConnection::on_input(std::span<char> bytes) {
  if (state_ == State::kEnding) return;
  unread_.append(bytes.data(), bytes.size());
  if (state_ == State::kBusy) {
    if (unread_.size() > kMaxAhead) connection_.await_readable(false);
    return;
  }
  read_requests();
}

bool HttpConnection::can_read() const {
  const bool waits_for_input = state_ == State::kIdle || state_ == State::kReading;
  return waits_for_input && unsent_.size() <= kMaxAhead && !connection_.is_closed();
}

void HttpConnection::read_requests() {
  while (can_read() && !unread_.empty()) {
    if (!read_step()) break;
  }
  if (connection_.is_closed()) return;
  if (unread_.empty()) release(unread_);
  if (state_ != State::kBusy || unread_.size() <= kMaxAhead) connection_.await_readable(true);
}

// False: more input is needed.
bool HttpConnection::read_step() {
  if (state_ == State::kIdle) {
    state_ = State::kReading;
    reader_ = std::make_unique<RequestReader>(
        RequestReader::Limits{limits().max_line, limits().max_header});
    shard().arm(*this, limits().head_timeout);
  }
  for (;;) {
    std::size_t used = 0;
    const RequestReader::Step step = reader_->read(unread_, used);
    unread_.erase(0, used);
    body_progress_ += used;
    switch (step) {
      case RequestReader::Step::kHead:
        on_head();
        continue;  // the body may be empty, or here already
      case RequestReader::Step::kComplete:
        dispatch();
        return true;
      case RequestReader::Step::kRefused:
        refuse(refusal());
        return false;
      case RequestReader::Step::kNeedMore:
        if (route_ != nullptr && body_progress_ >= kBodyStride) {
          body_progress_ = 0;
          shard().arm(*this, limits().body_timeout);
        }
        return false;
    }
  }
}

http::Response HttpConnection::refusal() const {
  const bool is_too_large = reader_->refusal().status == 413 && route_ != nullptr;
  if (is_too_large && route_->options.too_large) return route_->options.too_large(reader_->head());
  return reader_->refusal();
}

void HttpConnection::on_head() {
  route_ = &shard().router().find(reader_->head().path());
  reader_->set_max_body(route_->options.max_body);
  body_progress_ = 0;
  shard().arm(*this, limits().body_timeout);
  if (reader_->expects_continue() && unread_.empty()) {
    unsent_ += "HTTP/1.1 100 Continue\r\n\r\n";
    connection_.touch();
  }
}

void HttpConnection::dispatch() {
  state_ = State::kBusy;
  shard().disarm(*this);
  shard().count_in().http_requests.add();
  keep_alive_ = reader_->keep_alive();
  http::Request request = reader_->take();
  request.remote_address = remote_address_;
  request.secure = connection_.is_secure();
  is_head_ = request.method == "HEAD";
  reader_.reset();
  auto exchange = std::make_unique<HttpExchange>(*this, std::move(request));
  exchange_ = exchange.get();
  std::exchange(route_, nullptr)->handler(std::move(exchange));
}

void HttpConnection::respond(const http::Response& response) {
  exchange_ = nullptr;
  if (connection_.is_closed()) return;
  keep_alive_ = keep_alive_ && !shard().is_stopping();
  append(response);
  if (keep_alive_) return become_idle();
  start_ending();
}

void HttpConnection::append(const http::Response& response) {
  append_response(unsent_, response,
                  {.date = shard().date(), .keep_alive = keep_alive_, .without_body = is_head_});
  connection_.touch();
}

void HttpConnection::become_idle() {
  state_ = State::kIdle;
  shard().arm(*this, limits().keep_alive);
}

void HttpConnection::start_ending() {
  state_ = State::kEnding;
  reader_.reset();
  release(unread_);
  shard().arm(*this, limits().keep_alive);
}

void HttpConnection::refuse(const http::Response& response) {
  shard().count_in().http_errors.add();
  keep_alive_ = is_head_ = false;
  append(response);
  start_ending();
}

void HttpConnection::flush() {
  if (!write_unsent()) return;
  on_all_written();
  if (can_read() && !unread_.empty()) read_requests();
}

// False: the rest has to wait, or the connection is lost.
bool HttpConnection::write_unsent() {
  const iovec part{unsent_.data(), unsent_.size()};
  const ByteStream::Sent sent = connection_.send({&part, unsent_.empty() ? 0u : 1u});
  if (sent.lost) {
    on_end(EndOfInput::kLost);
    return false;
  }
  unsent_.erase(0, sent.accepted);
  connection_.await_writable(sent.blocked);
  return !sent.blocked;
}

void HttpConnection::on_all_written() {
  release(unsent_);
  if (state_ != State::kEnding || std::exchange(is_shut_down_, true)) return;
  // Closing with unread input would reset the connection and lose the answer: wait for the peer.
  connection_.shut_down_writing();
  connection_.await_readable(true);
  shard().arm(*this, shard().group().settings.close_timeout);
}

void HttpConnection::on_timer() {
  if (state_ == State::kReading) {
    return refuse(message_response(408, "The request took too long to arrive"));
  }
  if (connection_.is_shaking_hands()) shard().count_in().tls_failures.add();
  connection_.close();
}

void HttpConnection::on_end(EndOfInput how) {
  if (how == EndOfInput::kClosed && state_ != State::kBusy && !unsent_.empty()) {
    start_ending();
    connection_.await_readable(false);
    return;
  }
  if (exchange_ != nullptr) std::exchange(exchange_, nullptr)->abandon();
  connection_.close();
}

void HttpConnection::begin_stop() {
  keep_alive_ = false;
  if (state_ == State::kIdle && unsent_.empty()) connection_.close();
}

WebSocket* HttpConnection::become_websocket(const websocket::Acceptance& accept,
                                            std::unique_ptr<WebSocketListener> listener,
                                            std::size_t max_message) {
  exchange_ = nullptr;
  if (connection_.is_closed()) return nullptr;
  auto socket = std::make_unique<WebSocketConnection>(
      connection_, std::move(listener), max_message,
      std::move(unsent_) + websocket::switching_protocols(accept), std::move(unread_));
  WebSocketConnection* opened = socket.get();
  connection_.await_readable(true);
  connection_.become(std::move(socket));
  return opened;
}

void HttpConnection::hand_over(Shard& to, http::Request request,
                               UniqueFunction<void(std::unique_ptr<Exchange>)> then) {
  exchange_ = nullptr;
  if (connection_.is_closed()) return;
  shard().count_in().hand_overs.add();
  auto luggage = std::make_unique<Luggage>(
      Luggage{connection_.release_stream(), std::move(remote_address_), std::move(unread_),
              std::move(unsent_), std::move(request), keep_alive_, is_head_});
  to.post([&to, luggage = std::move(luggage), then = std::move(then)]() mutable {
    arrive(static_cast<IoShard&>(to), std::move(luggage), std::move(then));
  });
}

void HttpConnection::arrive(IoShard& shard, std::unique_ptr<Luggage> luggage,
                            UniqueFunction<void(std::unique_ptr<Exchange>)> then) {
  auto connection = std::make_unique<Connection>(shard, std::move(luggage->stream));
  auto protocol = std::make_unique<HttpConnection>(*connection, std::move(luggage->remote_address));
  HttpConnection& self = *protocol;
  shard.disarm(self);
  self.state_ = State::kBusy;
  self.unread_ = std::move(luggage->unread);
  self.unsent_ = std::move(luggage->unsent);
  self.keep_alive_ = luggage->keep_alive;
  self.is_head_ = luggage->is_head;
  auto exchange = std::make_unique<HttpExchange>(self, std::move(luggage->request));
  self.exchange_ = exchange.get();
  connection->become(std::move(protocol));
  connection->touch();
  Connection::open(std::move(connection));
  then(std::move(exchange));
}

}  // namespace waycast::net
