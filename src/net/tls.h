// TLS without a socket (RFC 8446, RFC 5246): ciphertext in, plaintext out, and back. OpenSSL works
// on memory, so that a TLS connection waits for readiness as a plain one does and can move between
// shards.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "net/byte_queue.h"
#include "net/settings.h"

struct ssl_st;
struct ssl_ctx_st;
struct bio_st;

namespace waycast::net {

// Certificate and key, at least TLS 1.2, ALPN "http/1.1". Immutable; shared by all threads.
class TlsContext {
 public:
  static Result<std::shared_ptr<const TlsContext>> load(const TlsSettings& settings);
  explicit TlsContext(ssl_ctx_st* context) : context_(context) {}
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  ssl_ctx_st* get() const { return context_; }

 private:
  ssl_ctx_st* context_;
};

// The server's end of one TLS connection. For one thread at a time.
class TlsStream {
 public:
  explicit TlsStream(const TlsContext& context);  // throws std::bad_alloc
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  void feed(std::span<const char> ciphertext);

  enum class Status : std::uint8_t { kData, kNeedMore, kClosed, kFailed };
  struct Read {
    Status status;
    std::size_t size = 0;
  };
  // Decrypts into `plaintext`; may leave ciphertext (of the handshake, too) in outgoing(). kFailed
  // also for a peer that asks for new keys, or a new handshake, again and again: each costs far
  // more than it cost the peer, and an answer that nobody may read.
  Read read(std::span<char> plaintext);

  bool is_handshake_done() const;

  // False: the connection cannot be written (failed, or the handshake is unfinished).
  bool write(std::string_view plaintext);
  void write_close_notify();

  ByteQueue& outgoing();  // ciphertext to be sent; the caller drops what was

 private:
  // Of OpenSSL, for each message and alert in both directions.
  static void on_message(int written, int version, int type, const void* bytes, std::size_t size,
                         ssl_st* ssl, void*);
  friend class TlsContext;

  void count_interruption();
  void give_back_memory();

  ssl_st* ssl_;
  bio_st* in_;   // owned by ssl_
  bio_st* out_;  // owned by ssl_
  ByteQueue outgoing_;
  std::uint64_t received_ = 0;  // bytes of ciphertext
  std::uint64_t interruptions_ = 0;
};

}  // namespace waycast::net
