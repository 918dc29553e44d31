#include "net/connection.h"

#include <sys/epoll.h>

namespace waycast::net {

namespace {

constexpr std::uint32_t kLost = EPOLLHUP | EPOLLERR;
constexpr std::uint32_t kEnded = EPOLLRDHUP | kLost;

}  // namespace

Connection::Connection(IoShard& shard, ByteStream stream)
    : shard_(shard), stream_(std::move(stream)) {}

Connection::~Connection() = default;

void Connection::open(std::unique_ptr<Connection> connection) {
  Connection& self = *connection;
  self.shard_.adopt(std::move(connection));
  self.shard_.poller().add(self.stream_.descriptor(), self, self.awaited_events());
  if (self.is_secure()) self.read_decrypted();  // what came along from another shard
  if (!self.closed_ && self.shard_.is_stopping()) self.begin_stop();
}

bool Connection::is_shaking_hands() const {
  return is_secure() && !stream_.tls()->is_handshake_done();
}

void Connection::become(std::unique_ptr<Protocol> protocol) {
  if (protocol_ != nullptr) shard_.retire(std::move(protocol_));
  protocol_ = std::move(protocol);
}

void Connection::touch() {
  if (touched_ || closed_) return;
  touched_ = true;
  shard_.touch(*this);
}

void Connection::end_turn() {
  touched_ = false;
  if (!closed_) protocol_->flush();
}

ByteStream::Sent Connection::send(std::span<const iovec> parts) {
  const ByteStream::Sent sent = stream_.send(parts);
  shard_.count_in().bytes_sent.add(sent.wire);
  return sent;
}

void Connection::await_writable(bool wanted) {
  if (awaits_writable_ == wanted || closed_) return;
  awaits_writable_ = wanted;
  update_events();
}

void Connection::await_readable(bool wanted) {
  if (awaits_readable_ == wanted || closed_) return;
  awaits_readable_ = wanted;
  update_events();
}

std::uint32_t Connection::awaited_events() const {
  std::uint32_t events = EPOLLET;
  if (awaits_readable_ && !input_ended_) events |= EPOLLIN | EPOLLRDHUP;
  if (awaits_writable_) events |= EPOLLOUT;
  return events;
}

// Tells what is ready already once more.
void Connection::update_events() {
  shard_.poller().modify(stream_.descriptor(), *this, awaited_events());
}

void Connection::on_ready(std::uint32_t events) {
  if (!closed_ && (events & EPOLLOUT) != 0) protocol_->flush();
  if (closed_ || (events & ~std::uint32_t{EPOLLOUT}) == 0) return;
  if (!awaits_readable_ || input_ended_) {
    if ((events & kLost) != 0) protocol_->on_end(EndOfInput::kLost);
    return;
  }
  const bool is_drained = read() && (events & kEnded) == 0;
  if (!is_drained && !closed_) update_events();  // the rest in the next turn, after the others
}

// False: there may be more to read.
bool Connection::read() {
  const std::span<char> buffer = shard_.input_buffer();
  const ByteStream::Received received = stream_.receive(buffer);
  switch (received.status) {
    case ByteStream::Status::kNothing:
      return true;
    case ByteStream::Status::kEnd:
      end_input();
      return true;
    case ByteStream::Status::kLost:
      protocol_->on_end(EndOfInput::kLost);
      return true;
    case ByteStream::Status::kData:
      break;
  }
  const std::span<char> bytes = buffer.first(received.size);
  shard_.count_in().bytes_received.add(bytes.size());
  if (is_secure()) {
    stream_.tls()->feed(bytes);
    read_decrypted();
  } else {
    protocol_->on_input(bytes);
  }
  return bytes.size() < buffer.size();
}

void Connection::end_input() {
  if (input_ended_) return;
  input_ended_ = true;
  protocol_->on_end(EndOfInput::kClosed);
  if (!closed_) update_events();
}

void Connection::read_decrypted() {
  const std::span<char> buffer = shard_.plain_buffer();
  touch();  // handshakes and alerts leave with the turn
  while (!closed_) {
    const TlsStream::Read read = stream_.tls()->read(buffer);
    switch (read.status) {
      case TlsStream::Status::kNeedMore:
        return;
      case TlsStream::Status::kClosed:
        return end_input();
      case TlsStream::Status::kFailed:
        shard_.count_in().tls_failures.add();
        stream_.send({});
        return protocol_->on_end(EndOfInput::kLost);
      case TlsStream::Status::kData:
        protocol_->on_input(buffer.first(read.size));
    }
  }
}

void Connection::close() {
  if (closed_) return;
  stream_.close();
  leave();
}

ByteStream Connection::release_stream() {
  shard_.poller().remove(stream_.descriptor());
  ByteStream released = std::move(stream_);
  leave();
  return released;
}

void Connection::leave() {
  closed_ = true;
  shard_.retire(shard_.release(*this));
}

}  // namespace waycast::net
