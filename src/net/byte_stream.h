// An accepted socket with its TLS state, if it has any: non-blocking bytes in and out. Owns the
// descriptor; moves between shards.
#pragma once

#include <sys/uio.h>

#include <atomic>
#include <memory>
#include <span>

#include "base/counted_keys.h"
#include "net/tls.h"

namespace waycast::net {

// The streams of a server that are open. Thread-safe.
struct OpenStreams {
  std::atomic<std::size_t> count = 0;
  CountedKeys addresses;  // of the peers
};

class ByteStream {
 public:
  // Takes `descriptor`, which is non-blocking, and counts itself in `open`, where its `address` has
  // entered already (kNone: is not counted).
  ByteStream(int descriptor, std::unique_ptr<TlsStream> tls, OpenStreams& open,
             CountedKeys::Key address);
  ~ByteStream();
  ByteStream(ByteStream&& other) noexcept;
  ByteStream& operator=(ByteStream&&) = delete;

  int descriptor() const { return descriptor_; }
  TlsStream* tls() const { return tls_.get(); }

  struct Sent {
    std::size_t accepted = 0;  // bytes of the parts that are taken care of
    std::size_t wire = 0;      // bytes that the kernel took
    bool blocked = false;      // wait until writable, then send again (even without parts)
    bool lost = false;
  };
  // One system call for all parts, at most IOV_MAX of them.
  Sent send(std::span<const iovec> parts);

  enum class Status : std::uint8_t { kData, kNothing, kEnd, kLost };
  struct Received {
    Status status;
    std::size_t size = 0;
  };
  // What the kernel has: ciphertext, with TLS.
  Received receive(std::span<char> buffer);

  void shut_down_writing();
  void close();

 private:
  Sent send_plain(std::span<const iovec> parts);
  Sent send_sealed(std::span<const iovec> parts);
  void send_ciphertext(Sent& sent);

  int descriptor_;
  std::unique_ptr<TlsStream> tls_;
  OpenStreams* open_;
  CountedKeys::Key address_;
};

}  // namespace waycast::net
