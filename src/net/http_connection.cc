#include "net/http_connection.h"

#include "net/http_exchange.h"
#include "net/request_sketch.h"
#include "net/response_writer.h"
#include "net/web_socket_connection.h"
#include "protocol/websocket/handshake.h"

namespace waycast::net {

namespace {

// More than this, unread while a request is being answered or unsent, and reading pauses.
constexpr std::size_t kMaxAhead = 64 * 1024;
// A body gets its time anew whenever this much of it has arrived.
constexpr std::size_t kBodyStride = 64 * 1024;

}  // namespace

HttpConnection::HttpConnection(Connection& connection, std::string remote_address)
    : connection_(connection),
      remote_address_(std::move(remote_address)),
      unfinished_(connection.shard().group().unfinished),
      unread_answers_(connection.shard().group().unread) {
  shard().arm(*this, limits().keep_alive);
}

HttpConnection::~HttpConnection() {
  if (exchange_ != nullptr) std::exchange(exchange_, nullptr)->abandon();
}

void HttpConnection::on_input(std::span<char> bytes) {
  if (state_ == State::kEnding) return;
  unread_.append({bytes.data(), bytes.size()});
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
  if (holds_too_much()) refuse(message_response(503, "Too many unfinished requests"));
  settle();
}

// Its part of a request is one too many for the whole server.
bool HttpConnection::holds_too_much() {
  const std::size_t held = unread_.size() + (reader_ ? reader_->body_size() : 0);
  const bool is_within = unfinished_.set(held, shard().group().settings.max_unfinished);
  if (is_within || state_ != State::kReading) return false;
  shard().count_in().unfinished_refused.add();
  return true;
}

// The input of an ending connection is read and ignored: closing with unread input would reset the
// connection and lose the answer.
bool HttpConnection::wants_input() const {
  if (state_ == State::kEnding) return true;
  return unsent_.size() <= kMaxAhead && unread_.size() <= kMaxAhead;
}

void HttpConnection::settle() {
  connection_.await_readable(wants_input());
  if (!input_ended_) return;
  if (state_ == State::kEnding ? is_shut_down_ : can_read() && unsent_.empty()) {
    connection_.close();
  } else if (can_read()) {
    start_ending();
  }
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
    const RequestReader::Step step = reader_->read(unread_.view(), used);
    unread_.drop(used);
    body_progress_ += used;
    switch (step) {
      case RequestReader::Step::kHead:
        on_head();
        continue;  // the body may be empty, or here already
      case RequestReader::Step::kComplete:
        dispatch();
        return true;
      case RequestReader::Step::kRefused:
        refuse(reader_->refusal());
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

void HttpConnection::on_head() {
  route_ = &shard().router().find(reader_->head().path());
  reader_->set_max_body(route_->options.max_body);
  if (route_->options.on_head) arriving_ = route_->options.on_head(reader_->head());
  body_progress_ = 0;
  shard().arm(*this, limits().body_timeout);
  if (reader_->expects_continue() && unread_.empty()) {
    unsent_.append("HTTP/1.1 100 Continue\r\n\r\n");
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
  arriving_.reset();
  auto exchange = std::make_unique<HttpExchange>(*this, std::move(request));
  exchange_ = exchange.get();
  std::exchange(route_, nullptr)->handler(std::move(exchange));
}

void HttpConnection::respond(const http::Response& response) {
  exchange_ = nullptr;
  if (connection_.is_closed()) return;
  const bool was_last = input_ended_ && unread_.empty();
  keep_alive_ = keep_alive_ && !was_last && !shard().is_stopping();
  append(response);
  if (keep_alive_) return become_idle();
  start_ending();
}

void HttpConnection::append(const http::Response& response) {
  append_response(unsent_.back(), response,
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
  arriving_.reset();
  unread_.clear();
  unfinished_.set(0);
  shard().arm(*this, limits().keep_alive);
}

void HttpConnection::refuse(http::Response response) {
  shard().count_in().http_errors.add();
  const bool has_head = !reader_->head().target.empty();
  const http::Request known = has_head ? reader_->head() : sketch_request(unread_.view());
  complete_refusal(known, response);
  keep_alive_ = false;
  is_head_ = known.method == "HEAD";
  append(response);
  start_ending();
}

void HttpConnection::complete_refusal(const http::Request& known, http::Response& response) {
  const RouteOptions& options = shard().router().find(known.path()).options;
  if (options.on_refusal) options.on_refusal(known, response);
}

void HttpConnection::respond_unanswered(const http::Request& request) {
  http::Response response = message_response(500, "The request was not answered");
  complete_refusal(request, response);
  respond(response);
}

void HttpConnection::flush() {
  if (!write_unsent()) return;
  on_all_written();
  if (!connection_.is_closed()) read_requests();
}

// False: the rest has to wait, or the connection is lost.
bool HttpConnection::write_unsent() {
  const std::string_view left = unsent_.view();
  const iovec part{const_cast<char*>(left.data()), left.size()};
  const ByteStream::Sent sent = connection_.send({&part, left.empty() ? 0u : 1u});
  if (sent.lost) {
    on_end(EndOfInput::kLost);
    return false;
  }
  unsent_.drop(sent.accepted);
  if (!unread_answers_.set(unsent_.size(), shard().group().settings.max_unread)) {
    shard().count_in().unread_cut.add();
    on_end(EndOfInput::kLost);
    return false;
  }
  connection_.await_writable(sent.blocked);
  return !sent.blocked;
}

void HttpConnection::on_all_written() {
  if (state_ != State::kEnding || std::exchange(is_shut_down_, true)) return;
  connection_.shut_down_writing();
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
  input_ended_ = true;
  if (how == EndOfInput::kClosed) {
    if (exchange_ != nullptr) exchange_->on_input_ended();
    return read_requests();
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
  if (input_ended_) connection_.close();  // nothing would ever come over it
  if (connection_.is_closed()) return nullptr;
  auto socket = std::make_unique<WebSocketConnection>(
      connection_, std::move(listener), max_message,
      unsent_.take() + websocket::switching_protocols(accept), unread_.take());
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
