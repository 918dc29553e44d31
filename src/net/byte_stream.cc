#include "net/byte_stream.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace waycast::net {

namespace {

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

std::size_t total_size(std::span<const iovec> parts) {
  std::size_t total = 0;
  for (const iovec& part : parts) total += part.iov_len;
  return total;
}

}  // namespace

ByteStream::ByteStream(int descriptor, std::unique_ptr<TlsStream> tls, OpenStreams& open,
                       CountedKeys::Key address)
    : descriptor_(descriptor), tls_(std::move(tls)), open_(&open), address_(address) {
  open_->count.fetch_add(1, std::memory_order_relaxed);
}

ByteStream::ByteStream(ByteStream&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      tls_(std::move(other.tls_)),
      open_(other.open_),
      address_(other.address_) {}

ByteStream::~ByteStream() { close(); }

void ByteStream::close() {
  if (descriptor_ < 0) return;
  if (tls_ != nullptr) {
    tls_->write_close_notify();
    Sent ignored;
    send_ciphertext(ignored);
  }
  ::close(std::exchange(descriptor_, -1));
  tls_.reset();
  open_->count.fetch_sub(1, std::memory_order_relaxed);
  open_->addresses.leave(address_);
}

void ByteStream::shut_down_writing() {
  if (tls_ != nullptr) {
    tls_->write_close_notify();
    Sent ignored;
    send_ciphertext(ignored);
  }
  ::shutdown(descriptor_, SHUT_WR);
}

ByteStream::Sent ByteStream::send(std::span<const iovec> parts) {
  if (tls_ != nullptr) return send_sealed(parts);
  return parts.empty() ? Sent{} : send_plain(parts);
}

ByteStream::Sent ByteStream::send_plain(std::span<const iovec> parts) {
  msghdr message{};
  message.msg_iov = const_cast<iovec*>(parts.data());
  message.msg_iovlen = parts.size();
  const ssize_t size = ::sendmsg(descriptor_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  Sent sent;
  if (size < 0) {
    sent.blocked = would_block(errno);
    sent.lost = !sent.blocked;
    return sent;
  }
  sent.accepted = sent.wire = static_cast<std::size_t>(size);
  sent.blocked = sent.accepted < total_size(parts);
  return sent;
}

// Plaintext is only accepted when all earlier ciphertext is gone, which bounds what is held.
ByteStream::Sent ByteStream::send_sealed(std::span<const iovec> parts) {
  Sent sent;
  send_ciphertext(sent);
  if (sent.blocked || sent.lost) return sent;
  for (const iovec& part : parts) {
    if (!tls_->write({static_cast<const char*>(part.iov_base), part.iov_len})) {
      sent.lost = true;
      return sent;
    }
    sent.accepted += part.iov_len;
  }
  send_ciphertext(sent);
  return sent;
}

void ByteStream::send_ciphertext(Sent& sent) {
  ByteQueue& waiting = tls_->outgoing();
  if (waiting.empty()) return;
  const std::string_view bytes = waiting.view();
  const ssize_t size = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (size < 0) {
    sent.blocked = would_block(errno);
    sent.lost = !sent.blocked;
    return;
  }
  sent.wire += static_cast<std::size_t>(size);
  waiting.drop(static_cast<std::size_t>(size));
  sent.blocked = !waiting.empty();
}

ByteStream::Received ByteStream::receive(std::span<char> buffer) {
  const ssize_t size = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (size > 0) return {Status::kData, static_cast<std::size_t>(size)};
  if (size == 0) return {Status::kEnd};
  return {would_block(errno) ? Status::kNothing : Status::kLost};
}

}  // namespace waycast::net
