#include "net/web_socket_connection.h"

#include <array>

namespace waycast::net {

namespace {

constexpr std::size_t kPartsPerWrite = 64;
constexpr std::uint8_t kMaxPongs = 32;
constexpr std::uint64_t kPongKey = ~std::uint64_t{0};

// Bytes that are already what goes on the wire.
engineio::PacketRef wire_packet(std::string bytes) {
  return std::make_shared<const engineio::EncodedPacket>(std::move(bytes), std::uint8_t{0}, false);
}

}  // namespace

class WebSocketConnection::CloseTimer final : public WheelTimer {
 public:
  explicit CloseTimer(WebSocketConnection& owner) : owner_(owner) {}

 protected:
  void on_timer() override { owner_.on_end(EndOfInput::kLost); }

 private:
  WebSocketConnection& owner_;
};

WebSocketConnection::WebSocketConnection(Connection& connection,
                                         std::unique_ptr<WebSocketListener> listener,
                                         std::size_t max_message, std::string opening,
                                         std::string early)
    : connection_(connection),
      listener_(std::move(listener)),
      decoder_(max_message),
      early_(early.empty() ? nullptr : std::make_unique<std::string>(std::move(early))),
      max_queued_(connection.shard().group().settings.max_queued),
      close_code_(websocket::kCloseLost) {
  queue_control(std::move(opening));
  connection_.shard().count_in().websockets_open.add();
}

WebSocketConnection::~WebSocketConnection() {
  tell_closed();
  connection_.shard().count_in().websockets_open.subtract();
}

WebSocket::Sent WebSocketConnection::send(engineio::PacketRef packet, engineio::Delivery delivery) {
  if (state_ != State::kOpen) return is_overflown_ ? Sent::kOverflow : Sent::kDropped;
  Counters& counters = connection_.shard().count_in();
  const auto pushed = queue_.push(std::move(packet), delivery, max_queued_);
  switch (pushed) {
    case SendQueue::Push::kQueued:
      counters.packets_queued.add();
      if (!queue_.is_stalled()) connection_.touch();
      return Sent::kQueued;
    case SendQueue::Push::kReplaced:
      counters.packets_replaced.add();
      return Sent::kReplaced;
    case SendQueue::Push::kDropped:
      counters.packets_dropped.add();
      return Sent::kDropped;
    case SendQueue::Push::kOverflow:
      break;
  }
  counters.queue_overflows.add();
  is_overflown_ = true;
  queue_.discard_unstarted();
  start_closing(websocket::kClosePolicy, "too slow a reader");
  return Sent::kOverflow;
}

void WebSocketConnection::send_all(engineio::Outbox queued) {
  if (state_ != State::kOpen || queued.empty()) return;
  connection_.shard().count_in().packets_queued.add(static_cast<std::int64_t>(queued.size()));
  queue_.append(std::move(queued));
  if (!queue_.is_stalled()) connection_.touch();
}

void WebSocketConnection::close(std::uint16_t code, std::string_view reason) {
  if (state_ == State::kOpen) start_closing(code, reason);
}

void WebSocketConnection::begin_stop() { close(websocket::kCloseGoingAway, "server is stopping"); }

void WebSocketConnection::start_closing(std::uint16_t code, std::string_view reason) {
  state_ = State::kClosing;
  close_code_ = code;
  queue_control(websocket::encode_close(code, reason));
  await_end();
}

// For the peer's close frame, or for a peer to read ours.
void WebSocketConnection::await_end() {
  if (timer_ != nullptr) return;
  timer_ = std::make_unique<CloseTimer>(*this);
  IoShard& shard = connection_.shard();
  shard.arm(*timer_, shard.group().settings.close_timeout);
}

void WebSocketConnection::queue_control(std::string frame) {
  queue_.push(wire_packet(std::move(frame)), {}, static_cast<std::size_t>(-1));
  connection_.touch();
}

void WebSocketConnection::on_input(std::span<char> bytes) {
  read_messages(bytes);
  const bool may_hold = decoder_.holds_memory() || unfinished_ != nullptr;
  if (!is_trusted_ && may_hold) note_unfinished();
}

void WebSocketConnection::read_messages(std::span<char> bytes) {
  using Kind = websocket::Decoded::Kind;
  while (!connection_.is_closed()) {
    const websocket::Decoded decoded = decoder_.next(bytes);
    if (decoded.kind == Kind::kNeedMore) return;
    if (decoded.kind == Kind::kClose) return on_peer_close(decoded);
    if (state_ == State::kOpen) on_message(decoded);
  }
}

void WebSocketConnection::on_message(const websocket::Decoded& message) {
  using Kind = websocket::Decoded::Kind;
  switch (message.kind) {
    case Kind::kText:
      connection_.shard().count_in().messages_received.add();
      return listener_->on_text(message.payload);
    case Kind::kBinary:
      connection_.shard().count_in().messages_received.add();
      return listener_->on_binary(message.payload);
    case Kind::kPing:
      return answer_ping(message.payload);
    case Kind::kError:
      start_closing(message.close_code, message.payload);
      return tell_closed();
    default:
      return;
  }
}

// Of many pings that come in one read, or that a client sends without reading, only the newest is
// owed an answer (RFC 6455 5.5.3): a queued pong costs far more memory than its bytes say.
void WebSocketConnection::answer_ping(std::string_view payload) {
  engineio::Delivery delivery;
  if (!queue_.is_stalled() && pongs_ < kMaxPongs) {
    ++pongs_;
  } else {
    delivery.conflation_key = kPongKey;
  }
  send(wire_packet(websocket::encode_frame(websocket::Opcode::kPong, payload)), delivery);
}

void WebSocketConnection::trust() {
  is_trusted_ = true;
  unfinished_.reset();
}

void WebSocketConnection::note_unfinished() {
  ShardGroup& group = connection_.shard().group();
  const std::size_t held = decoder_.held();
  if (held <= UnfinishedBytes::kFree) return unfinished_.reset();
  if (unfinished_ == nullptr) unfinished_ = std::make_unique<UnfinishedBytes>(group.unfinished);
  if (unfinished_->set(held, group.settings.max_unfinished) || state_ != State::kOpen) return;
  connection_.shard().count_in().unfinished_refused.add();
  decoder_.abandon();
  unfinished_.reset();
  start_closing(websocket::kCloseTryLater, "too many unfinished messages");
  tell_closed();
}

void WebSocketConnection::on_peer_close(const websocket::Decoded& close) {
  if (state_ == State::kOpen) {
    close_code_ = close.close_code;
    queue_control(websocket::encode_close(close.close_code, {}));
  }
  state_ = State::kFinished;
  await_end();
  connection_.touch();
  tell_closed();
}

void WebSocketConnection::on_end(EndOfInput) {
  tell_closed();
  connection_.close();
}

void WebSocketConnection::tell_closed() {
  if (std::exchange(told_, true)) return;
  if (state_ == State::kOpen) state_ = State::kFinished;
  listener_->on_closed(close_code_);
}

void WebSocketConnection::flush() {
  if (early_ != nullptr) read_early();
  if (connection_.is_closed() || !write_queued()) return;
  if (is_overflown_) tell_closed();
  if (std::exchange(was_stalled_, false)) {
    connection_.await_writable(false);
    if (state_ == State::kOpen) listener_->on_drained();
  }
  if (state_ == State::kFinished) on_end(EndOfInput::kClosed);
}

// False: the rest has to wait, or the connection is lost.
bool WebSocketConnection::write_queued() {
  std::array<iovec, kPartsPerWrite> parts;
  do {
    const std::size_t count = queue_.gather(parts);
    const ByteStream::Sent sent = connection_.send(std::span(parts).first(count));
    if (sent.lost) {
      on_end(EndOfInput::kLost);
      return false;
    }
    queue_.written(sent.accepted);
    if (sent.blocked) {
      was_stalled_ = true;
      connection_.await_writable(true);
      if (is_overflown_) tell_closed();
      return false;
    }
  } while (!queue_.empty());
  pongs_ = 0;
  return true;
}

void WebSocketConnection::read_early() {
  std::string early = std::move(*std::exchange(early_, nullptr));
  on_input(early);
}

}  // namespace waycast::net
