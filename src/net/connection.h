// One client's connection: its stream, and the protocol that is spoken over it (HTTP first, perhaps
// WebSocket later).
#pragma once

#include <memory>
#include <span>

#include "net/byte_stream.h"
#include "net/io_shard.h"
#include "net/poller.h"

namespace waycast::net {

// kClosed: the peer sends no more, but may still read. kLost: nothing can be read or written.
enum class EndOfInput : std::uint8_t { kClosed, kLost };

// What is spoken over a connection. Owned by it; replaced ones live until the turn ends.
class Protocol : public Retired {
 public:
  virtual void on_input(std::span<char> bytes) = 0;  // may be changed in place; valid for the call
  virtual void on_end(EndOfInput how) = 0;
  virtual void flush() = 0;       // at the end of a turn that touched it, and when writable again
  virtual void begin_stop() = 0;  // the server stops: end soon
};

class Connection final : public Watcher, public Retired {
 public:
  Connection(IoShard& shard, ByteStream stream);
  ~Connection() override;

  // Registers with the shard and starts reading. `connection` has its protocol.
  static void open(std::unique_ptr<Connection> connection);

  IoShard& shard() const { return shard_; }
  bool is_secure() const { return stream_.tls() != nullptr; }
  bool is_shaking_hands() const;  // TLS: nothing can be read or written yet

  void become(std::unique_ptr<Protocol> protocol);
  Protocol& protocol() { return *protocol_; }

  // Asks for flush() at the end of the turn.
  void touch();
  ByteStream::Sent send(std::span<const iovec> parts);
  void await_writable(bool wanted);
  void await_readable(bool wanted);
  void shut_down_writing() { stream_.shut_down_writing(); }

  // Ends it now. The object lives until the turn ends; nothing is called any more.
  void close();
  bool is_closed() const { return closed_; }
  // As close(), but the stream lives on, to be opened on another shard.
  ByteStream release_stream();

  // Edge-triggered: a level-triggered descriptor that was ready is polled again at the next wait,
  // and by then its memory is cold. What one read leaves is asked for anew (update_events).
  void on_ready(std::uint32_t events) override;
  void end_turn();
  void begin_stop() { protocol_->begin_stop(); }

  // Its index among the shard's connections.
  std::size_t place() const { return place_; }
  void set_place(std::size_t place) { place_ = static_cast<std::uint32_t>(place); }

 private:
  bool read();
  void read_decrypted();
  void end_input();
  void leave();
  std::uint32_t awaited_events() const;
  void update_events();

  IoShard& shard_;
  ByteStream stream_;
  std::unique_ptr<Protocol> protocol_;
  std::uint32_t place_ = 0;
  bool touched_ : 1 = false;
  bool closed_ : 1 = false;
  bool awaits_writable_ : 1 = false;
  bool awaits_readable_ : 1 = true;
  bool input_ended_ : 1 = false;
};

}  // namespace waycast::net
