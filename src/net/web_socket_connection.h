// A connection that speaks WebSocket (RFC 6455): messages to its listener, packets from its owner,
// control frames answered here.
#pragma once

#include <memory>
#include <string>

#include "net/connection.h"
#include "net/http_server.h"
#include "net/send_queue.h"
#include "net/unfinished_bytes.h"
#include "net/web_socket.h"
#include "protocol/websocket/frame_decoder.h"

namespace waycast::net {

class WebSocketConnection final : public Protocol, public WebSocket {
 public:
  // `opening` leaves first, unframed: the 101 response. `early` came behind the request.
  WebSocketConnection(Connection& connection, std::unique_ptr<WebSocketListener> listener,
                      std::size_t max_message, std::string opening, std::string early);
  ~WebSocketConnection() override;

  Sent send(engineio::PacketRef packet, engineio::Delivery delivery) override;
  void send_all(engineio::Outbox queued) override;
  void close(std::uint16_t code, std::string_view reason) override;
  std::size_t queued_bytes() const override { return queue_.bytes(); }
  void set_max_queued(std::size_t bytes) override { max_queued_ = bytes; }
  void trust() override;

  void on_input(std::span<char> bytes) override;
  void on_end(EndOfInput how) override;
  void flush() override;
  void begin_stop() override;

 private:
  class CloseTimer;
  enum class State : std::uint8_t {
    kOpen,
    kClosing,   // our close frame is queued or sent, the peer's is awaited
    kFinished,  // both have said it: the connection ends once all is written
  };

  void on_peer_close(const websocket::Decoded& close);
  void start_closing(std::uint16_t code, std::string_view reason);
  void await_end();
  void queue_control(std::string frame);
  bool write_queued();
  void tell_closed();
  void read_early();
  void read_messages(std::span<char> bytes);
  void on_message(const websocket::Decoded& message);
  void answer_ping(std::string_view payload);
  void note_unfinished();

  Connection& connection_;
  std::unique_ptr<WebSocketListener> listener_;
  websocket::FrameDecoder decoder_;
  SendQueue queue_;
  std::unique_ptr<std::string> early_;
  std::unique_ptr<CloseTimer> timer_;            // only while closing
  std::unique_ptr<UnfinishedBytes> unfinished_;  // only of a stranger who has begun a message
  std::size_t max_queued_;
  std::uint16_t close_code_;
  std::uint8_t pongs_ = 0;  // queued since all was written
  State state_ = State::kOpen;
  bool is_trusted_ = false;
  bool is_overflown_ = false;
  bool was_stalled_ = false;
  bool told_ = false;
};

}  // namespace waycast::net
